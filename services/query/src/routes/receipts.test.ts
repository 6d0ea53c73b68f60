import { decodeTlogProof, type Receipt } from '@ventanilla/receipts';
import { as, EMPTY_LOG, ID, outcome, setUp } from '../test/fakes.ts';

const hash = Buffer.alloc(32, 7).toString('base64');
const receipt: Receipt = {
  type: 'ventanilla/receipt/v1',
  entry: {
    documentId: ID,
    attempt: 1,
    verdict: 'accepted',
    receivedAt: '2026-03-01T12:00:00.000Z',
    registeredAt: '2026-03-01T12:00:01.000Z',
    businessKey: 'gt-fel:<X>',
    reportHash: 'ef'.repeat(32),
  },
  logIndex: 7,
  inclusionProof: [hash],
  checkpoint: `ventanilla.example/log\n9\n${hash}\n\n— ventanilla.example/log AAAAAAAA\n`,
};

async function setUpReceipt(covered = true) {
  const steps: string[] = [];
  const setting = await setUp({
    segments: {
      original: async () => {
        steps.push('read');
        return Buffer.from('<factura/>');
      },
      judged: async () => Promise.reject(new Error('not asked for')),
    },
    log: { ...EMPTY_LOG, receipt: async () => receipt },
  });
  setting.world.outcomes.push(outcome({ covered }));
  const get = (form: string, headers: Readonly<Record<string, string>> = as('owner')) =>
    setting.app.inject({ url: `/v1/documents/${ID}/receipt${form}`, headers });
  setting.world.session.original = async () => ({
    object: 'segments/x',
    offset: 8,
    length: 20,
    mediaType: 'application/xml',
    sizeBytes: 10,
    isPurged: false,
  });
  setting.world.session.audit = async ({ action, purpose }) => {
    steps.push(`${action}: ${purpose}`);
  };
  return { ...setting, get, steps };
}

describe('receipt', () => {
  it('is a tlog-proof, as a file to keep', async () => {
    const { get } = await setUpReceipt();
    const answer = await get('.tlog-proof');
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(answer.headers['content-disposition']).toContain(`${ID}.tlog-proof`);
    expect(decodeTlogProof(answer.body)).toEqual(receipt);
  });

  it.each([
    ['', { 'accept-language': 'en' }, 'en', 'Receipt of registration'],
    ['?language=es', { 'accept-language': 'en' }, 'es', 'Acuse de registro'],
  ])('is a page that asks for nothing%s', async (query, headers, language, title) => {
    const { get } = await setUpReceipt();
    const answer = await get(`.html${query}`, { ...as('owner'), ...headers });
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.headers['content-language']).toBe(language);
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    expect(answer.body).toContain(title);
    expect(answer.body).toContain('gt-fel:&lt;X&gt;');
    expect(answer.body).toContain('<p>ventanilla.example/log</p>');
  });

  it.each(['', '.tlog-proof', '.html', '.pdf'])(
    '%s leaves a line when staff looks',
    async (form) => {
      const { get, steps } = await setUpReceipt();
      expect((await get(form, { ...as('auditor'), purpose: 'Case 7' })).statusCode).toBe(200);
      expect(steps).toEqual(['document-read: Case 7']);
    },
  );

  it.each(['.tlog-proof', '.html', '.pdf'])(
    '%s waits for the signed head, and hides',
    async (form) => {
      const pending = await (await setUpReceipt(false)).get(form);
      expect([pending.statusCode, pending.json().code]).toEqual([409, 'outcome-pending']);
      const other = await (await setUpReceipt()).get(form, as('stranger'));
      expect([other.statusCode, other.json().code]).toEqual([404, 'document-not-found']);
    },
  );

  it('is a PDF that holds the original only when asked for, by who may read it', async () => {
    const { get, steps } = await setUpReceipt();
    const plain = await get('.pdf?language=es');
    expect(plain.headers['content-type']).toBe('application/pdf');
    expect(plain.headers['content-language']).toBe('es');
    expect(plain.rawPayload.subarray(0, 8).toString()).toBe('%PDF-1.7');
    expect(plain.body).not.toContain(`${ID}.xml`);
    expect(steps).toEqual([]);
    const whole = await get('.pdf?original=true');
    expect(whole.body).toContain(`${ID}.xml`);
    expect(steps).toEqual(['original-read: own document', 'read']);
  });

  it('is a PDF without the original for staff that may not read it', async () => {
    const { get, steps } = await setUpReceipt();
    const asked = await get('.pdf?original=true', { ...as('clerk'), purpose: 'curiosity' });
    expect([asked.statusCode, asked.json().code]).toEqual([403, 'scope-missing']);
    const missing = await get('.pdf?original=true', as('auditor'));
    expect([missing.statusCode, missing.json().code]).toEqual([400, 'purpose-missing']);
    expect(steps).not.toContain('read');
  });
});
