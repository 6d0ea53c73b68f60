import java.io.FileInputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

/** Says of each file what veraPDF finds against PDF/A-3b; exit code 1 when it finds anything. */
public final class Check {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        boolean sound = true;
        for (String file : files) {
            var flavour = PDFAFlavour.PDFA_3_B;
            try (var parser = Foundries.defaultInstance().createParser(new FileInputStream(file), flavour);
                    var validator = Foundries.defaultInstance().createValidator(flavour, false)) {
                var result = validator.validate(parser);
                sound &= result.isCompliant();
                System.out.println(file + ": " + (result.isCompliant() ? "PDF/A-3b" : "not PDF/A-3b"));
                for (TestAssertion found : result.getTestAssertions()) {
                    System.out.println("  " + found.getRuleId().getClause() + ": " + found.getMessage());
                }
            }
        }
        System.exit(sound ? 0 : 1);
    }
}
