import { formatDecimal } from '@ventanilla/invoice';
import { readQr } from './qr.ts';

const ID = 'ab'.repeat(32);
const NUMBER = '0F6C0A1B-2D3E-4F50-8A9B-ABCDEF012345';

describe('QR text', () => {
  it('reads our own link and the bare id', () => {
    expect(readQr(`https://tax.example/v1/public/check/${ID}?lang=es`)).toEqual({
      kind: 'document',
      documentId: ID,
    });
    expect(readQr(` ${ID.toUpperCase()} `)).toEqual({ kind: 'document', documentId: ID });
  });

  it('reads the link printed on FEL invoices', () => {
    const qr = readQr(
      `https://verifier.example/x.jsf?tipo=autorizacion&numero=${NUMBER.toLowerCase()}&emisor=1234-k&receptor=CF&monto=112.50`,
    );
    expect(qr).toMatchObject({
      kind: 'fel',
      businessKey: `gt-fel:${NUMBER}`,
      issuerId: '1234K',
      buyerId: 'CF',
    });
    expect(qr?.kind === 'fel' && qr.amount && formatDecimal(qr.amount)).toBe('112.50');
  });

  it('reads an authorisation number typed in by hand', () => {
    expect(readQr(NUMBER)).toMatchObject({ kind: 'fel', businessKey: `gt-fel:${NUMBER}` });
  });

  it('knows nothing of other texts', () => {
    for (const text of [
      '',
      'hello',
      'https://x.example/?numero=12',
      'javascript:1',
      'a'.repeat(5000),
    ]) {
      expect(readQr(text)).toBeUndefined();
    }
  });
});
