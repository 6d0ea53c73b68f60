/** Our judgement beside the official one. */
import { createValidator, type Format, STRUCTURE } from '../../packages/formats/src/index.ts';
import type { OfficialVerdict } from '../../packages/testing/src/official-rules/official.ts';
import { createXmlEngine } from '../../packages/xml/src/index.ts';

export interface OurVerdict {
  /** Codes of the official set. */
  readonly fatal: ReadonlySet<string>;
  readonly isRejected: boolean;
  readonly isStructureBroken: boolean;
  /** Nothing but what the platform keys documents by is missing. */
  readonly isOnlyUnidentified: boolean;
}

/** Of a sound structure that lacks what the platform keys documents by; the official set knows no such thing. */
const UNIDENTIFIED = STRUCTURE.unidentified.code;
const FACTS = { receivedAt: '2099-01-01T00:00:00.000Z' };

/** Judges with the pack of one format alone. */
// biome-ignore lint/suspicious/noExplicitAny: each format has its own model; only it reads it.
export function createJudge(format: Format<any>): (bytes: Uint8Array) => OurVerdict {
  const validator = createValidator({ formats: [format], engine: createXmlEngine() });
  return (bytes) => {
    const { report } = validator.judge(validator.read(bytes), FACTS);
    const fatal = report.faults.filter(({ severity }) => severity === 'fatal');
    return {
      fatal: new Set(fatal.map(({ code }) => code).filter((code) => !code.startsWith('VEN-'))),
      isRejected: report.verdict === 'rejected',
      isStructureBroken: fatal.some(
        ({ stage, code }) => stage !== 'rules' && code !== UNIDENTIFIED,
      ),
      isOnlyUnidentified: fatal.every(({ code }) => code === UNIDENTIFIED),
    };
  };
}

export const isRejected = ({ fatal, structure, stopped }: OfficialVerdict): boolean =>
  fatal.size > 0 || structure !== '' || stopped !== '';

export interface Difference {
  readonly text: string;
  /** Both reject over the structure; only codes differ. */
  readonly isBehindStructure: boolean;
}

/** What the two say differently, in words that group alike cases; empty when they agree. */
export function differences(
  ours: OurVerdict,
  theirs: OfficialVerdict,
  known: ReadonlySet<string>,
): readonly Difference[] {
  const found: Difference[] = [];
  const isBroken = theirs.structure !== '';
  const note = (text: string): void => void found.push({ text, isBehindStructure: false });
  const noteCode = (text: string): void => {
    const isBehindStructure = isBroken && ours.isStructureBroken;
    found.push({ text: isBehindStructure ? `${text}, structure broken` : text, isBehindStructure });
  };
  if (ours.isRejected !== isRejected(theirs)) {
    const ourReason = ours.isOnlyUnidentified ? 'we reject: unidentified' : 'we reject';
    note(ours.isRejected ? ourReason : `we accept${theirs.stopped === '' ? '' : ', they stop'}`);
  }
  if (isBroken !== ours.isStructureBroken) {
    note(isBroken ? 'structure: we find nothing' : 'structure: they find nothing');
  }
  // A stylesheet that ended early has not said everything; there the verdict alone is compared.
  if (theirs.stopped !== '') return found;
  for (const code of theirs.fatal) if (!ours.fatal.has(code)) noteCode(`we miss ${code}`);
  for (const code of ours.fatal) {
    if (known.has(code) && !theirs.fatal.has(code)) noteCode(`we add ${code}`);
  }
  return found;
}
