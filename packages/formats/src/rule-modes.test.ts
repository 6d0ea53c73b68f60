/** What modes do to a judgement, and whose edition of a rule judges a document. */
import type { SettingsByFormat } from '@ventanilla/rules';
import { generateSamples } from '@ventanilla/samples';
import { createXmlEngine } from '@ventanilla/xml';
import { createValidator, formats, withSettings } from './index.ts';

const engine = createXmlEngine();
const RECEIVED = '2030-01-01T00:00:00.000Z';
const [sample] = generateSamples({
  seed: 'modes',
  now: '2026-05-06T21:00:00.000Z',
  count: 1,
  faultRate: 0,
  formats: ['en16931-ubl'],
});
const sound = new TextDecoder().decode(sample!.bytes);
/** Breaks BR-CO-16 alone: what is due is the total less what was paid. */
const wrong = sound.replace(/(<cbc:PayableAmount[^>]*>)\d+/, '$19999999');

function judge(settings: SettingsByFormat, text = wrong) {
  const validator = createValidator({ formats: withSettings(formats, settings), engine });
  const { report, shadowed = [] } = validator.judge(
    validator.read(new TextEncoder().encode(text)),
    { receivedAt: RECEIVED },
  );
  return { report, shadowed, codes: report.faults.map(({ code }) => code) };
}
const rule = (settings: object): SettingsByFormat => ({
  'en16931-ubl': { rules: { 'BR-CO-16': settings } },
});

describe('a rule', () => {
  it('rejects when nothing is said', () => {
    const { report, codes } = judge({});
    expect([report.verdict, codes]).toEqual(['rejected', ['BR-CO-16']]);
  });

  it('in observe is told of and rejects nothing', () => {
    const { report, shadowed } = judge(rule({ mode: 'observe' }));
    expect(report.verdict).toBe('accepted-with-observations');
    expect(report.faults).toMatchObject([{ code: 'BR-CO-16', severity: 'warning' }]);
    expect(shadowed).toEqual([]);
  });

  it('in shadow is counted and in no report', () => {
    const { report, shadowed } = judge(rule({ mode: 'shadow' }));
    expect([report.verdict, report.faults]).toEqual(['accepted', []]);
    expect(shadowed).toEqual(['BR-CO-16']);
  });

  it('in a mode of every format is that of one format before', () => {
    const settings: SettingsByFormat = { '*': { mode: 'shadow' }, ...rule({ mode: 'enforce' }) };
    expect(judge(settings).report.verdict).toBe('rejected');
    expect(judge({ '*': { mode: 'shadow' } }).shadowed).toEqual(['BR-CO-16']);
  });

  it('under settings is judged by a pack with another hash', () => {
    const hash = (settings: SettingsByFormat) => judge(settings).report.pack?.hash;
    expect(hash(rule({ mode: 'observe' }))).not.toBe(hash({}));
    expect(hash(rule({ mode: 'enforce' }))).toBe(hash({}));
  });
});

describe('a rule with dates', () => {
  const from = (effectiveFrom: string, text: string) => judge(rule({ effectiveFrom }), text).codes;
  const day = /<cbc:IssueDate>(.*?)</.exec(sound)![1]!;

  it('judges by the day of the document, not by that of its reception', () => {
    expect(from(day, wrong)).toEqual(['BR-CO-16']);
    expect(from('2029-01-01', wrong)).toEqual([]);
  });

  it('judges by that day even where the document cannot be registered', () => {
    const nameless = wrong.replace(/<cbc:ID>[^<]*<\/cbc:ID>/, '');
    expect(from(day, nameless)).toContain('BR-CO-16');
    expect(from('2029-01-01', nameless)).not.toContain('BR-CO-16');
  });

  it('judges by the day of reception where the document says no day', () => {
    const undated = wrong.replace(/<cbc:IssueDate>.*?<\/cbc:IssueDate>/, '');
    expect(from('2029-01-01', undated)).toContain('BR-CO-16');
    expect(from('2031-01-01', undated)).not.toContain('BR-CO-16');
  });
});
