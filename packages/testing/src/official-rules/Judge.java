import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.SAXParserFactory;
import javax.xml.transform.Source;
import javax.xml.transform.sax.SAXSource;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import net.sf.saxon.s9api.Processor;
import net.sf.saxon.s9api.SAXDestination;
import net.sf.saxon.s9api.XsltExecutable;
import net.sf.saxon.s9api.XsltTransformer;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.Attributes;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * The official rule sets as a process that lives as long as its input does. One request is a line
 * and, where it names a length, that many bytes; one answer is a line of fields between tabs.
 *
 *   load NAME SOURCE...         compiles a rule set: stylesheets of the class path, Schematron files
 *   schema NAME FILE...         and the XSDs its documents follow
 *   judge NAME LENGTH           -> fatal codes, other codes, structure, the reason it stopped
 *   time NAME LENGTH RUNS       -> CPU microseconds a run, parse included, structure not
 *   assertions NAME             -> CODE, FLAG, CONTEXT and TEST of every assertion, one after the other
 *   forget NAME                 starts the counting of coverage anew
 *   coverage NAME               -> CODE FIRED HELD SOUND for every assertion
 */
public final class Judge {
  private static final String SVRL = "http://purl.oclc.org/dsdl/svrl";
  private static final String XSL = "http://www.w3.org/1999/XSL/Transform";

  /** One assertion of the set: where it fired, where it was looked at and held; and where it fired on a sound structure. */
  private static final class Tally {
    int fired;
    int held;
    int sound;
  }

  private static final class RuleSet {
    final List<XsltExecutable> rules = new ArrayList<>();
    Schema schema;
    /** Codes by the context in which they are looked at. */
    final Map<String, Set<String>> byContext = new HashMap<>();
    final Map<String, Tally> tallies = new TreeMap<>();
    final List<String> assertions = new ArrayList<>();
  }

  /** Reads SVRL as it is written. */
  private static final class Findings extends DefaultHandler {
    final Set<String> fatal = new TreeSet<>();
    final Set<String> other = new TreeSet<>();
    final Set<String> contexts = new HashSet<>();

    @Override
    public void startElement(String uri, String name, String qualified, Attributes attributes) {
      if (!SVRL.equals(uri)) return;
      if (name.equals("fired-rule")) contexts.add(attributes.getValue("context"));
      if (!name.equals("failed-assert")) return;
      boolean isFatal = "fatal".equals(attributes.getValue("flag"));
      (isFatal ? fatal : other).add(attributes.getValue("id"));
    }
  }

  private final Processor processor = new Processor(false);
  private final Map<String, RuleSet> sets = new HashMap<>();
  private final SAXParserFactory parsers = SAXParserFactory.newInstance();

  private Judge() throws Exception {
    parsers.setNamespaceAware(true);
    parsers.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
  }

  public static void main(String[] arguments) throws Exception {
    PrintStream answers = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    DataInputStream requests = new DataInputStream(new BufferedInputStream(System.in, 1 << 16));
    Judge judge = new Judge();
    for (String line = readLine(requests); line != null; line = readLine(requests)) {
      answers.println(judge.answer(line.split(" "), requests));
      answers.flush();
    }
  }

  private static String readLine(DataInputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int one = in.read(); one >= 0; one = in.read()) {
      if (one == '\n') return line.toString();
      line.append((char) one);
    }
    return null;
  }

  private String answer(String[] words, DataInputStream in) throws Exception {
    RuleSet set = sets.computeIfAbsent(words[1], name -> new RuleSet());
    switch (words[0]) {
      case "load":
        for (String source : List.of(words).subList(2, words.length)) load(set, source);
        return "ok " + set.tallies.size();
      case "schema":
        SchemaFactory schemas = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
        Source[] files = new Source[words.length - 2];
        for (int file = 0; file < files.length; file++) {
          files[file] = new StreamSource(new File(words[file + 2]));
        }
        set.schema = schemas.newSchema(files);
        return "ok";
      case "judge":
        return judge(set, in.readNBytes(Integer.parseInt(words[2])));
      case "time":
        byte[] bytes = in.readNBytes(Integer.parseInt(words[2]));
        return time(set, bytes, Integer.parseInt(words[3]));
      case "forget":
        set.tallies.replaceAll((code, tally) -> new Tally());
        return "ok";
      case "coverage":
        StringBuilder table = new StringBuilder();
        set.tallies.forEach(
            (code, tally) ->
                table.append(
                    code + " " + tally.fired + " " + tally.held + " " + tally.sound + "\t"));
        return table.toString();
      case "assertions":
        return String.join("\t", set.assertions);
      default:
        throw new IllegalArgumentException(words[0]);
    }
  }

  private void load(RuleSet set, String source) throws Exception {
    byte[] text = source.endsWith(".sch") ? translate(source) : readResource(source);
    Source stylesheet = new StreamSource(new ByteArrayInputStream(text));
    set.rules.add(processor.newXsltCompiler().compile(stylesheet));
    DocumentBuilderFactory builders = DocumentBuilderFactory.newInstance();
    builders.setNamespaceAware(true);
    NodeList asserts =
        builders
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(text))
            .getElementsByTagNameNS(SVRL, "failed-assert");
    for (int index = 0; index < asserts.getLength(); index++) note(set, (Element) asserts.item(index));
  }

  private static byte[] readResource(String name) throws IOException {
    try (InputStream text = Judge.class.getResourceAsStream(name)) {
      return text.readAllBytes();
    }
  }

  /** A Schematron file as a stylesheet, by the one in the system property `schematron`. */
  private byte[] translate(String file) throws Exception {
    Source translator = new StreamSource(new File(System.getProperty("schematron")));
    XsltTransformer transformer = processor.newXsltCompiler().compile(translator).load();
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    transformer.setSource(new StreamSource(new File(file)));
    transformer.setDestination(processor.newSerializer(text));
    transformer.transform();
    return text.toByteArray();
  }

  /** Under which context an assertion of the stylesheet is looked at. */
  private static void note(RuleSet set, Element assertion) {
    Element template = assertion;
    while (!template.getLocalName().equals("template")) template = (Element) template.getParentNode();
    NodeList fired = template.getElementsByTagNameNS(SVRL, "fired-rule");
    String context = ((Element) fired.item(0)).getAttribute("context");
    String code = attributeOf(assertion, "id");
    set.byContext.computeIfAbsent(context, name -> new HashSet<>()).add(code);
    set.tallies.computeIfAbsent(code, name -> new Tally());
    String test = assertion.getAttribute("test").replaceAll("\\s+", " ");
    set.assertions.addAll(List.of(code, attributeOf(assertion, "flag"), context, test));
  }

  private static String attributeOf(Element assertion, String name) {
    NodeList attributes = assertion.getElementsByTagNameNS(XSL, "attribute");
    for (int index = 0; index < attributes.getLength(); index++) {
      Element attribute = (Element) attributes.item(index);
      if (attribute.getAttribute("name").equals(name)) return attribute.getTextContent().trim();
    }
    return "";
  }

  private Findings run(RuleSet set, byte[] bytes) throws Exception {
    Findings findings = new Findings();
    for (XsltExecutable rules : set.rules) {
      XsltTransformer transformer = rules.load();
      InputSource input = new InputSource(new ByteArrayInputStream(bytes));
      transformer.setSource(new SAXSource(parsers.newSAXParser().getXMLReader(), input));
      transformer.setErrorListener(new SilentListener());
      transformer.setDestination(new SAXDestination(findings));
      transformer.transform();
    }
    return findings;
  }

  private String judge(RuleSet set, byte[] bytes) {
    Findings findings = new Findings();
    String stopped = "";
    try {
      findings = run(set, bytes);
    } catch (Exception reason) {
      stopped = String.valueOf(reason.getMessage()).replaceAll("\\s+", " ");
    }
    String structure = structureOf(set, bytes);
    if (stopped.isEmpty()) count(set, findings, structure.isEmpty());
    return String.join(
        "\t", String.join(",", findings.fatal), String.join(",", findings.other), structure, stopped);
  }

  private static void count(RuleSet set, Findings findings, boolean isSound) {
    Set<String> seen = new HashSet<>();
    for (String context : findings.contexts) {
      seen.addAll(set.byContext.getOrDefault(context, Set.of()));
    }
    for (String code : seen) {
      Tally tally = set.tallies.get(code);
      boolean isFired = findings.fatal.contains(code) || findings.other.contains(code);
      if (isFired) tally.fired++;
      else tally.held++;
      if (isFired && isSound) tally.sound++;
    }
  }

  /** The first thing wrong with the structure, or nothing. */
  private static String structureOf(RuleSet set, byte[] bytes) {
    if (set.schema == null) return "";
    try {
      javax.xml.validation.Validator validator = set.schema.newValidator();
      validator.setErrorHandler(new Strict());
      validator.validate(new StreamSource(new ByteArrayInputStream(bytes)));
      return "";
    } catch (SAXException | IOException reason) {
      return String.valueOf(reason.getMessage()).replaceAll("\\s+", " ");
    }
  }

  private String time(RuleSet set, byte[] bytes, int runs) throws Exception {
    var threads = ManagementFactory.getThreadMXBean();
    for (int run = 0; run < runs; run++) run(set, bytes);
    long start = threads.getCurrentThreadCpuTime();
    for (int run = 0; run < runs; run++) run(set, bytes);
    return String.valueOf((threads.getCurrentThreadCpuTime() - start) / 1000.0 / runs);
  }

  private static final class Strict implements ErrorHandler {
    @Override
    public void warning(SAXParseException reason) {}

    @Override
    public void error(SAXParseException reason) throws SAXException {
      throw reason;
    }

    @Override
    public void fatalError(SAXParseException reason) throws SAXException {
      throw reason;
    }
  }

  private static final class SilentListener implements javax.xml.transform.ErrorListener {
    @Override
    public void warning(javax.xml.transform.TransformerException reason) {}

    @Override
    public void error(javax.xml.transform.TransformerException reason) {}

    @Override
    public void fatalError(javax.xml.transform.TransformerException reason) {}
  }
}
