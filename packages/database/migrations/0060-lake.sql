-- The lake is written in the order of the log: earlier attempts are found by their entry too.
CREATE INDEX attempts_log_index ON ventanilla.attempts (log_index);
