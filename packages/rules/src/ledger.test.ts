import { LEDGER, ledgerFault } from './ledger.ts';

describe('rules of the ledger', () => {
  it('are named once, in both languages, with a hint', () => {
    for (const [code, rule] of Object.entries(LEDGER)) {
      expect(rule.code).toBe(code);
      for (const text of [rule.message.es, rule.message.en, rule.hint.es, rule.hint.en]) {
        expect(text).toMatch(/^[A-Z¿].*\.$/);
      }
    }
  });

  it('say what was expected and what was found, and are about the whole document', () => {
    expect(ledgerFault('VEN-LED-005', '12.00', '15.00')).toMatchObject({
      stage: 'ledger',
      severity: 'fatal',
      path: '',
      expected: '12.00',
      actual: '15.00',
      message: {
        es: 'La nota acredita 15.00, pero al documento de origen solo le quedan 12.00.',
        en: 'The note credits 15.00, but only 12.00 is left of the document it refers to.',
      },
    });
  });
});
