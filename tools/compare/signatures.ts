/** Every signature of the corpora, by us and by two independent programs. */
import { readBytes } from '../../packages/testing/src/corpora.ts';
import { createXmlEngine, type XmlElement } from '../../packages/xml/src/index.ts';
import { verifySignatures } from '../../packages/xml-signatures/src/index.ts';
import { askXmlCrypto } from './xml-crypto.ts';
import { type Answer, askXmlsec, elementsOf, isSignature } from './xmlsec.ts';

/** What holds or does not; every other fault of ours is of a form that we do not take. */
const COUNTERSIGNATURE = 'countersignature';
const BROKEN = new Set(['VEN-SIG-011', 'VEN-SIG-012']);

interface Judged {
  readonly file: string;
  readonly nth: number;
  readonly xmlsec: Answer;
  readonly xmlCrypto: Answer;
  /** `holds`, `fails`, or why we do not take it: the code, or the refusal of the whole document. */
  readonly ours: string;
}

const engine = createXmlEngine();
/** As lenient as the others: the crypto is compared, not the policy. */
const POLICY = { allowsSha1: true, rsaBitsMin: 1024 };
const ANYWHERE = { isPlace: () => true };

function judgeFile(file: string): readonly Judged[] {
  const bytes = readBytes(file);
  const text = new TextDecoder().decode(bytes);
  if (!/[<:]Signature[\s>]/.test(text)) return [];
  const result = engine.parse(bytes);
  // Which signatures there are is not known then: one line for all of them.
  if (!result.ok) return [{ ...ask(file, text, [], 1), ours: result.refusal }];
  const { root, dispose, pathOf } = result.document;
  const elements = elementsOf(root);
  const signatures = elements.filter(isSignature);
  const isNested = (one: XmlElement): boolean =>
    signatures.some((other) => other !== one && pathOf(one).startsWith(`${pathOf(other)}/`));
  const { faults, verified } = verifySignatures(result.document, ANYWHERE, POLICY);
  dispose();
  return signatures.map((signature, index) => {
    const path = pathOf(signature);
    const fatal = faults.filter((fault) => fault.severity === 'fatal');
    const own = fatal.find((fault) => fault.path === path || fault.path.startsWith(`${path}/`));
    // A fault may stand at what is signed, outside the signature.
    const code = isNested(signature) ? COUNTERSIGNATURE : ((own ?? fatal[0])?.code ?? 'none');
    const isHeld = verified.some(({ element }) => element === signature);
    const ours = isHeld ? 'holds' : BROKEN.has(code) ? 'fails' : code;
    return { ...ask(file, text, elements, index + 1), ours };
  });
}

export interface SignatureTally {
  signatures: number;
  hold: number;
  fail: number;
  /** By reason: what we do not take, whatever the others say. */
  readonly stricter: Map<string, number>;
  /** Of those that another says hold. */
  stricterThoughHeld: number;
  readonly unexplained: string[];
}

/** What we do not take is told by its code; whatever we do look at must come out as the others say. */
export function tallySignatures(files: readonly string[]): SignatureTally {
  const tally: SignatureTally = {
    signatures: 0,
    hold: 0,
    fail: 0,
    stricter: new Map(),
    stricterThoughHeld: 0,
    unexplained: [],
  };
  for (const { file, nth, xmlsec, xmlCrypto, ours } of files.flatMap(judgeFile)) {
    tally.signatures += 1;
    const others = [xmlsec, xmlCrypto].filter((answer) => answer !== 'not checked');
    if (ours !== 'holds' && ours !== 'fails') {
      tally.stricter.set(ours, (tally.stricter.get(ours) ?? 0) + 1);
      if (others.includes('holds')) tally.stricterThoughHeld += 1;
    } else if (others.some((answer) => answer !== ours)) {
      tally.unexplained.push(
        `${file} #${nth}: ${ours}; xmlsec1: ${xmlsec}, xml-crypto: ${xmlCrypto}`,
      );
    } else tally[ours === 'holds' ? 'hold' : 'fail'] += 1;
  }
  return tally;
}

const ask = (file: string, text: string, elements: readonly XmlElement[], nth: number) => ({
  file,
  nth,
  xmlsec: askXmlsec(file, elements, nth),
  xmlCrypto: askXmlCrypto(text, nth),
});
