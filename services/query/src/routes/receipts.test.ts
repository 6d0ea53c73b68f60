import { decodeTlogProof, type Receipt } from '@ventanilla/receipts';
import { as, ID, outcome, setUp } from '../test/fakes.ts';

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
  const setting = await setUp({
    log: {
      checkpoint: async () => undefined,
      cosigned: async () => undefined,
      tile: async () => undefined,
      bundle: async () => undefined,
      audit: { checkpoint: async () => undefined, tile: async () => undefined },
      receipt: async () => receipt,
    },
  });
  setting.world.outcomes.push(outcome({ covered }));
  const get = (form: string, headers: Readonly<Record<string, string>> = as('owner')) =>
    setting.app.inject({ url: `/v1/documents/${ID}/receipt${form}`, headers });
  return { ...setting, get };
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

  it.each(['', '.tlog-proof', '.html'])('%s leaves a line when staff looks', async (form) => {
    const { get, world } = await setUpReceipt();
    expect((await get(form, { ...as('auditor'), purpose: 'Case 7' })).statusCode).toBe(200);
    expect(world.trail).toMatchObject([{ action: 'document-read', documentId: ID }]);
  });

  it.each(['.tlog-proof', '.html'])('%s waits for the signed head, and hides', async (form) => {
    const pending = await (await setUpReceipt(false)).get(form);
    expect([pending.statusCode, pending.json().code]).toEqual([409, 'outcome-pending']);
    const other = await (await setUpReceipt()).get(form, as('stranger'));
    expect([other.statusCode, other.json().code]).toEqual([404, 'document-not-found']);
  });
});
