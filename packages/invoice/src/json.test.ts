import { decimal } from './decimal.ts';
import type { Invoice } from './invoice.ts';
import { writeInvoice } from './json.ts';

describe('writeInvoice', () => {
  it('writes amounts as decimal text and leaves out what is absent', () => {
    const invoice: Invoice = {
      number: 'A "quoted" ñ \u2028',
      totals: { withTax: decimal(11200n, 2), due: decimal(-5n, 3) },
      lines: [{ id: '1', allowances: [] }, {}],
      national: { flag: true, count: 3, nothing: null, missing: undefined },
    };
    expect(JSON.parse(writeInvoice(invoice))).toEqual({
      number: 'A "quoted" ñ \u2028',
      totals: { withTax: '112.00', due: '-0.005' },
      lines: [{ id: '1', allowances: [] }, {}],
      national: { flag: true, count: 3, nothing: null },
    });
  });

  it('writes every character as JSON.stringify does', () => {
    for (let code = 0; code < 0x10000; code += 1) {
      const number = String.fromCharCode(code);
      if (writeInvoice({ number } as Invoice) !== JSON.stringify({ number }))
        throw new Error(`${code}`);
    }
  });
});
