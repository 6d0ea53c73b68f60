-- Who writes the lake reads every outcome, and changes none.
CREATE POLICY lake ON ventanilla.documents FOR SELECT TO ventanilla_lake USING (true);
CREATE POLICY lake ON ventanilla.attempts FOR SELECT TO ventanilla_lake USING (true);
CREATE POLICY lake ON ventanilla.invoices FOR SELECT TO ventanilla_lake USING (true);
