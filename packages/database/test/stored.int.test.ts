import { indexOriginals, insertSegment, statement } from '../src/index.ts';
import { createStoredDocuments, type Reader } from '../src/reads/index.ts';
import { type LedgerDatabase, ledgerDatabase } from './ledger-database.ts';

let ledger: LedgerDatabase;
beforeAll(async () => {
  ledger = await ledgerDatabase();
});
afterAll(() => ledger.close());

const id = (n: number) => n.toString(16).padStart(64, '0');
const auditor: Reader = { scope: { scope: 'all' }, clientId: 'auditor-1', roles: ['auditor'] };
const why = { purpose: 'draft of 2027', requestId: 'r' };

const DOCUMENT = statement(`
  INSERT INTO ventanilla.documents (document_id, attempt, verdict, submission_id, received_at,
    registered_at, log_index, report_hash, submitter_client, submitter_taxpayer_id, media_type,
    size_bytes, format, issuer_id, segment_id, segment_offset, segment_length)
  VALUES (decode($1, 'hex'), 1, 'accepted', gen_random_uuid(), '2026-10-01T12:00:00Z',
    '2026-10-01T12:00:01Z', $2, decode($1, 'hex'), 'c', 'S', 'application/xml', 10, 'gt-fel', 'A', 1,
    8, 20)`);
const APPEND = statement(`
  INSERT INTO ventanilla.log_appends (first_index, leaf_count, leaf_hashes, registered_at)
  VALUES ($1, $2, '', $3)`);

describe('stored documents of a month', () => {
  it('are found by the log and opened only with a line in the audit trail', async () => {
    const stored = createStoredDocuments(ledger.as('ventanilla_query'));
    expect(await stored.ofMonth('2026-10')).toEqual({ first: 0, end: 0 });
    for (const values of [
      [0, 3, '2026-09-30T23:59:59Z'],
      [3, 2, '2026-10-01T00:00:00Z'],
      [5, 4, '2026-10-31T23:59:59Z'],
      [9, 1, '2026-11-01T00:00:00Z'],
    ]) {
      await ledger.admin.query(APPEND, values);
    }
    for (const n of [2, 3, 5, 9]) await ledger.admin.query(DOCUMENT, [id(n), n]);
    await ledger.as('ventanilla_archive').transaction(async (transaction) => {
      const segment = await insertSegment(transaction, {
        object: 'segments/original/x',
        purpose: 'original',
        entries: 1,
        sizeBytes: 100,
      });
      const original = { offset: 8, length: 20, sizeBytes: 10, mediaType: 'application/xml' };
      const receivedAt = '2026-10-01T12:00:00Z';
      await indexOriginals(transaction, segment, [
        { documentId: id(5), ...original, receivedAt, submitterTaxpayerId: 'S' },
      ]);
    });

    const range = await stored.ofMonth('2026-10');
    expect(range).toEqual({ first: 3, end: 9 });
    const opened = await stored.open(auditor, range, why);
    const known = {
      receivedAt: '2026-10-01T12:00:00.000Z',
      submitterTaxpayerId: 'S',
      issuerId: 'A',
    };
    expect(opened).toEqual([
      { documentId: id(3), ...known, place: undefined },
      {
        documentId: id(5),
        ...known,
        place: { object: 'segments/original/x', offset: 8, length: 20 },
      },
    ]);
    const trail = await ledger.admin.query(
      statement(`SELECT client_id, action, purpose, encode(document_id, 'hex') AS id
        FROM ventanilla.audit_reads`),
      [],
    );
    expect(trail.rows).toEqual([
      { client_id: 'auditor-1', action: 'original-read', purpose: 'draft of 2027', id: id(5) },
    ]);
  });
});
