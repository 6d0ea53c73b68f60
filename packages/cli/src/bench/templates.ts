/**
 * Many distinct documents from few: sound samples in which only the fields that make the business key
 * are written anew, in place. A document then costs the generator a copy, not a composition.
 */
import { generateSamples, type SampleFormat } from '@ventanilla/samples';

export interface BenchDocument {
  readonly bytes: Uint8Array;
  readonly mediaType: 'application/xml' | 'application/json';
}

/** Document `n` of a run, always the same; n below 2^32. */
export type DocumentSupply = (n: number) => BenchDocument;

export interface SupplyOptions {
  /** 12 hexadecimal digits that no other run on the same platform uses. */
  readonly run: string;
  readonly seed: string;
  readonly now: Date;
  readonly formats?: readonly SampleFormat[];
  readonly sizeBytes?: number;
}

interface Patch {
  readonly at: number;
  /** What is written there, of the same length as what was there. */
  readonly write: (serial: string, run: string) => string;
}

interface Template {
  readonly bytes: Buffer;
  readonly mediaType: BenchDocument['mediaType'];
  readonly patches: readonly Patch[];
}

const TEMPLATES = 400;

/** Series and UUID of a certified FEL document: the series is the first group of the UUID. */
function felPatches(text: string): Patch[] {
  const match = /<dte:NumeroAutorizacion Serie="([0-9A-F]{8})" Numero="\d+">([0-9A-F-]{36})</.exec(
    text,
  );
  if (!match) return [];
  const uuidAt = match.index + match[0].length - '<'.length - 36;
  return [
    { at: text.indexOf(match[1] ?? '', match.index), write: (serial) => serial },
    { at: uuidAt, write: (serial) => serial },
    { at: uuidAt + 24, write: (_, run) => run },
  ];
}

/** The number of a UBL or JSON invoice: `INV-2026-0A1B2C3D`, of which 13 characters are ours to choose. */
function numberPatches(text: string): Patch[] {
  const match = /(?:<cbc:ID>|"number": ?")INV-(\d{4}-[0-9A-F]{8})/.exec(text);
  if (!match) return [];
  const at = match.index + match[0].length - 13;
  return [{ at, write: (serial, run) => run.slice(0, 5) + serial }];
}

function templatesOf({ seed, now, formats, sizeBytes }: SupplyOptions): Template[] {
  const samples = generateSamples({
    seed,
    now,
    count: TEMPLATES,
    faultRate: 0,
    ...(formats && { formats }),
    ...(sizeBytes && { sizeBytes }),
  });
  const templates: Template[] = [];
  for (const sample of samples) {
    if (sample.dependsOn !== undefined) continue;
    // One byte a character, so that a place in the text is a place in the bytes.
    const text = Buffer.from(sample.bytes).toString('latin1');
    const patches = sample.format === 'gt-fel' ? felPatches(text) : numberPatches(text);
    if (patches.length === 0) throw new Error(`${sample.name} has no business key to write anew`);
    const { mediaType } = sample;
    templates.push({ bytes: Buffer.from(sample.bytes), mediaType, patches });
  }
  return templates;
}

export function createSupply(options: SupplyOptions): DocumentSupply {
  const templates = templatesOf(options);
  const { run } = options;
  return (n) => {
    const template = templates[n % templates.length] as Template;
    const bytes = Buffer.from(template.bytes);
    const serial = n.toString(16).toUpperCase().padStart(8, '0');
    for (const { at, write } of template.patches) bytes.write(write(serial, run), at, 'latin1');
    return { bytes, mediaType: template.mediaType };
  };
}
