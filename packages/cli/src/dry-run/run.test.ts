/** A dry run over a month of generated documents, with the real segments in memory. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoredDocument, StoredDocuments } from '@ventanilla/database/reads';
import { createEnvelope } from '@ventanilla/encryption';
import { createLocalKeyFile, createLocalKeyWrapper } from '@ventanilla/encryption/local';
import { createValidator, formats, withSettings } from '@ventanilla/formats';
import { createMemoryObjects } from '@ventanilla/objects/memory';
import type { SettingsByFormat } from '@ventanilla/rules';
import { generateSamples } from '@ventanilla/samples';
import { type SegmentReader, writeSegment } from '@ventanilla/segments';
import { createXmlEngine } from '@ventanilla/xml';
import { dryRun } from './run.ts';
import { touched, touchedRules } from './tally.ts';

const NOW = '2026-10-06T21:00:00.000Z';
const COUNT = 600;
const folder = mkdtempSync(join(tmpdir(), 'ventanilla-dry-run-'));
const samples = [
  ...generateSamples({ seed: 'dry', now: NOW, count: COUNT, faultRate: 0.2, formats: ['gt-fel'] }),
];
const id = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const engine = createXmlEngine();
const validator = createValidator({ formats, engine });

let originals: SegmentReader;
let documents: readonly StoredDocument[];

beforeAll(async () => {
  const file = join(folder, 'keys');
  await createLocalKeyFile(file, new Date());
  const wrapper = await createLocalKeyWrapper({ file });
  const envelope = createEnvelope({ wrapper, purpose: 'original', now: Date.now });
  const objects = createMemoryObjects();
  originals = { objects, envelope };
  const stored: StoredDocument[] = [];
  for (let at = 0; at < COUNT; at += 100) {
    const part = samples
      .slice(at, at + 100)
      .map(({ bytes }) => ({ documentId: id(bytes), content: bytes, details: {} }));
    const writer = { objects, envelope, purpose: 'original' } as const;
    const { object, places } = await writeSegment(writer, part, new Date(NOW));
    part.forEach(({ documentId }, index) => {
      stored.push({
        documentId,
        receivedAt: NOW,
        submitterTaxpayerId: 'S',
        issuerId: undefined,
        place: { object, ...places[index]! },
      });
    });
  }
  documents = stored;
});

interface Try {
  readonly draft: SettingsByFormat;
  readonly inForce?: SettingsByFormat;
  readonly resume?: string;
  readonly stopAfter?: number;
  readonly given?: readonly StoredDocument[];
}

async function run({ draft, inForce = {}, resume, stopAfter, given = documents }: Try) {
  const opened: string[] = [];
  const stored: StoredDocuments = {
    ofMonth: async () => ({ first: 0, end: given.length }),
    open: async (_, { first, end }) => {
      const page = given.slice(first, end);
      opened.push(...page.map(({ documentId }) => documentId));
      return page;
    },
  };
  const stop = new AbortController();
  const result = await dryRun({
    month: '2026-10',
    stored,
    originals,
    reader: { scope: { scope: 'all' }, clientId: 'me', roles: ['auditor'] },
    why: { purpose: 'test', requestId: 'r' },
    engine,
    inForce: withSettings(formats, inForce),
    draft: withSettings(formats, draft),
    ...(resume !== undefined && { resume }),
    onProgress: (done) => {
      if (done >= (stopAfter ?? Number.POSITIVE_INFINITY)) stop.abort();
    },
    signal: stop.signal,
  });
  return { ...result, opened };
}

const of = (rules: object): SettingsByFormat => ({ 'gt-fel': { rules } }) as SettingsByFormat;

/** Sound but for this rule: what the generator seeds, one fault a document. */
const breaking = (code: string): number =>
  samples.filter(({ bytes }) => {
    const { report } = validator.judge(validator.read(bytes), { receivedAt: NOW });
    return report.faults.length > 0 && report.faults.every((fault) => fault.code === code);
  }).length;

describe('a dry run', () => {
  it('of a draft that changes nothing finds nothing', async () => {
    const { tally, isWhole, opened } = await run({ draft: {} });
    expect(isWhole).toBe(true);
    expect(opened).toHaveLength(COUNT);
    const { documents: judged, ...turned } = tally.totals;
    expect(judged).toBe(COUNT);
    expect(Object.values(turned)).toEqual([0, 0, 0, 0]);
    expect(touchedRules(tally)).toEqual([]);
    expect(touched(tally.issuers)).toEqual([]);
  });

  it('tells what would newly fail, by rule, by issuer and by software', async () => {
    const count = breaking('SEC502');
    expect(count).toBeGreaterThan(0);
    const { tally } = await run({ draft: of({ SEC502: { severity: 'fatal' } }) });
    expect(tally.totals).toMatchObject({ newlyFailing: count, newlyPassing: 0 });
    expect(touchedRules(tally)).toMatchObject([{ code: 'SEC502', newlyFailing: count }]);
    expect(touchedRules(tally)[0]!.examples).toHaveLength(Math.min(count, 5));
    const issuers = touched(tally.issuers);
    expect(issuers.reduce((sum, { newlyFailing }) => sum + newlyFailing, 0)).toBe(count);
    expect(touched(tally.software)).toMatchObject([{ name: '16693949', newlyFailing: count }]);
  });

  it('tells what would newly pass, and what the draft only watches', async () => {
    const count = breaking('RCP349');
    const observed = await run({ draft: of({ RCP349: { mode: 'observe' } }) });
    expect(observed.tally.totals).toMatchObject({ newlyPassing: count, newlyFailing: 0 });
    const watched = await run({ draft: of({ RCP349: { mode: 'shadow' } }) });
    expect(watched.tally.totals.newlyPassing).toBe(count);
    expect(touchedRules(watched.tally)).toMatchObject([
      { code: 'RCP349', newlyPassing: count, shadowed: count },
    ]);
  });

  it('compares with the modes in force', async () => {
    const watched = of({ RCP349: { mode: 'shadow' } });
    const { tally } = await run({ draft: {}, inForce: watched });
    expect(tally.totals.newlyFailing).toBe(breaking('RCP349'));
  });

  it('goes on where it was stopped, and ends as if it had not been', async () => {
    const draft = of({ SEC502: { severity: 'fatal' }, RCP349: { mode: 'shadow' } });
    const resume = join(folder, 'run.json');
    const stopped = await run({ draft, resume, stopAfter: 1 });
    expect(stopped.isWhole).toBe(false);
    const rest = await run({ draft, resume });
    expect([...stopped.opened, ...rest.opened]).toEqual(
      documents.map(({ documentId }) => documentId),
    );
    const { tally } = await run({ draft });
    expect(rest.tally).toEqual(tally);
    await expect(run({ draft: {}, resume })).rejects.toThrow(/another month or another draft/);
    writeFileSync(resume, readFileSync(resume, 'utf8').slice(1));
    await expect(run({ draft, resume })).rejects.toThrow(/holds no progress/);
  });

  it('counts documents whose original is not archived, and judges the others', async () => {
    const given = documents.map((document, at) =>
      at % 2 === 0 ? document : { ...document, place: undefined },
    );
    const { tally } = await run({ draft: {}, given });
    expect(tally.totals).toMatchObject({ documents: COUNT / 2, notArchived: COUNT / 2 });
  });

  it('stops at an original that is not what was received', async () => {
    const [first, second] = documents;
    const given = [{ ...first!, documentId: second!.documentId }];
    await expect(run({ draft: {}, given })).rejects.toMatchObject({ code: 'tampered' });
  });
});
