import type { PublicRow } from '@ventanilla/database/reads';
import { publicView } from './public-view.ts';
import { readQr } from './qr.ts';

const NUMBER = '0F6C0A1B-2D3E-4F50-8A9B-ABCDEF012345';
const row: PublicRow = {
  documentId: 'ab'.repeat(32),
  verdict: 'accepted',
  annulled: false,
  issueDate: '2026-03-01',
  issuerId: '1234567K',
  issuerName: 'Comercial Quetzal',
  buyerId: null,
  buyerName: null,
  currency: 'GTQ',
  totalAmount: '112.50',
};
const paper = (facts: string) => readQr(`https://v.example/?numero=${NUMBER}&${facts}`);

describe('public view', () => {
  it('masks the parties', () => {
    expect(publicView(row)).toEqual({
      exists: true,
      verdict: 'accepted',
      annulled: false,
      issueDate: '2026-03-01',
      issuer: { id: '****67K', name: 'C*** Q***' },
      currency: 'GTQ',
      totalAmount: '112.50',
    });
  });

  it('agrees with paper that states the same, however it writes the amount', () => {
    const qr = paper('emisor=1234567-K&receptor=CF&monto=112.5');
    expect(publicView(row, qr)).toMatchObject({ exists: true, agrees: true, verdict: 'accepted' });
  });

  it('tells paper that disagrees nothing more', () => {
    for (const facts of ['monto=112.51', 'emisor=7654321K', 'receptor=99999']) {
      expect(publicView(row, paper(facts))).toEqual({ exists: true, agrees: false });
    }
  });

  it('says nothing of an unknown document', () => {
    expect(publicView(undefined)).toEqual({ exists: false });
  });
});
