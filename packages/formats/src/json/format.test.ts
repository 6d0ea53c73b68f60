import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createXmlEngine } from '@ventanilla/xml';
import { createValidator } from '../create-validator.ts';
import { canonicalJson } from './format.ts';
import { INVOICE_JSON_SCHEMA } from './schema.ts';

const validator = createValidator({ formats: [canonicalJson], engine: createXmlEngine() });
const facts = { receivedAt: '2026-03-02T10:00:00.000Z' };
const judge = (text: string) =>
  validator.judge(validator.read(new TextEncoder().encode(text)), facts);
const faults = (text: string) =>
  judge(text).report.faults.map(({ code, path, line }) => [code, path, line]);

const SOUND = `{
 "ventanilla": "invoice/1",
 "specification": "urn:cen.eu:en16931:2017",
 "number": "F-1", "issueDate": "2026-03-01", "typeCode": "380", "currency": "EUR",
 "seller": {"name": "Vende SA", "vatId": "ESA1", "address": {"country": "ES"}},
 "buyer": {"name": "Compra SL", "address": {"country": "ES"}},
 "totals": {"lineNet": 100.10, "withoutTax": "100.10", "tax": "21.02", "withTax": "121.12", "due": "121.12"},
 "taxBreakdown": [{"taxableAmount": "100.10", "taxAmount": "21.02", "category": "S", "rate": "21"}],
 "lines": [
  {"id": "1", "quantity": 1, "unit": "C62", "netAmount": "100.10", "price": {"net": "100.10"},
   "taxCategory": "S", "taxRate": "21", "item": {"name": "Café"}}
 ]
}`;

describe('json', () => {
  it('accepts a sound invoice; numbers and texts are the same amounts', () => {
    const { report, summary, invoice } = judge(SOUND);
    expect(report).toMatchObject({ format: 'json', verdict: 'accepted', faults: [] });
    expect(summary).toMatchObject({ businessKey: 'EN16931:ESA1:380:F-1', totalAmount: '121.12' });
    expect(invoice?.totals?.lineNet).toEqual({ units: 10010n, scale: 2 });
  });

  it('tells pointer and line of rules and of structure', () => {
    const broken = SOUND.replace('"netAmount": "100.10"', '"netAmount": "90.10", "surprise": 1');
    expect(faults(broken)).toEqual([
      ['BR-CO-10', '/totals/lineNet', 7],
      ['BR-S-08', '/taxBreakdown/0/taxableAmount', 8],
      ['VEN-STR-001', '/lines/0/surprise', 10],
    ]);
  });

  it.each([
    ['"number": "F-1"', '"number": 1', '/number', 'VEN-STR-003'],
    ['"rate": "21"}', '"rate": "2 1"}', '/taxBreakdown/0/rate', 'VEN-STR-003'],
    ['"rate": "21"}', '"rate": 2.1e1}', '/taxBreakdown/0/rate', 'VEN-STR-003'],
    ['2026-03-01', '2026-02-30', '/issueDate', 'VEN-STR-003'],
    ['Café', 'Caf\\u0000', '/lines/0/item/name', 'VEN-STR-009'],
    ['"unit": "C62"', '"unit": "piece"', '/lines/0/unit', 'BR-CL-23'],
    ['"typeCode": "380"', '"typeCode": "999"', '/typeCode', 'BR-CL-01'],
    [
      '"address": {"country": "ES"}},\n "totals"',
      '"address": []},\n "totals"',
      '/buyer/address',
      'VEN-STR-003',
    ],
  ])('finds %s → %s', (from, to, path, code) => {
    expect(SOUND).toContain(from);
    expect(faults(SOUND.replace(from, to)).map((fault) => fault.slice(0, 2))).toContainEqual([
      code,
      path,
    ]);
  });

  it('reads a key called __proto__ as what it is', () => {
    const found = faults(SOUND.replace('"number"', '"__proto__": {"currency": "USD"}, "number"'));
    expect(found).toEqual([['VEN-STR-001', '/__proto__', 4]]);
  });

  it('publishes its schema as a file', () => {
    const file = join(import.meta.dirname, 'invoice.schema.json');
    const written = `${JSON.stringify(INVOICE_JSON_SCHEMA, null, 2)}\n`;
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(written));
  });
});
