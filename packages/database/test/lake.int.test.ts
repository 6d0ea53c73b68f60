/** What the lake is written from: one row a log entry, those of earlier attempts among them. */
import { type Database, lakeRows, logEndBefore, statement } from '../src/index.ts';
import { type LedgerDatabase, ledgerDatabase } from './ledger-database.ts';

let ledger: LedgerDatabase;
let lake: Database;
beforeAll(async () => {
  ledger = await ledgerDatabase();
  lake = ledger.as('ventanilla_lake');
  for (const sql of LEDGER) await ledger.admin.query(statement(sql));
});
afterAll(() => ledger?.close());

const outcome = (index: number, verdict: string, hour: number) =>
  `'${verdict}', '018f0000-0000-7000-8000-000000000000', '2026-03-10T0${hour}:00:00.250Z',
  '2026-03-10T0${hour}:00:01.5Z', ${index}, '\\x00', 'client', '100', 1, 0, 1`;
const OUTCOME = `verdict, submission_id, received_at, registered_at, log_index, report_hash,
  submitter_client, submitter_taxpayer_id, segment_id, segment_offset, segment_length`;
const ID = `decode(repeat('ab', 32), 'hex')`;
const UNREADABLE = `decode(repeat('cd', 32), 'hex')`;

/** Entry 0: a document rejected; 1: one that cannot be read; 2: the first again, accepted; 3: not published. */
const LEDGER = [
  `INSERT INTO ventanilla.attempts (document_id, attempt, ${OUTCOME})
   VALUES (${ID}, 1, ${outcome(0, 'rejected', 1)})`,
  `INSERT INTO ventanilla.documents (document_id, attempt, media_type, size_bytes, format, ${OUTCOME})
   VALUES (${UNREADABLE}, 1, 'application/xml', 4, 'unknown', ${outcome(1, 'rejected', 2)})`,
  `INSERT INTO ventanilla.documents (document_id, attempt, media_type, size_bytes, format,
     document_type, issuer_id, business_key, issue_date, region, ${OUTCOME})
   VALUES (${ID}, 2, 'application/xml', 4, 'gt-fel', 'FACT', '100', 'key', '2026-03-09', 'north',
     ${outcome(2, 'accepted', 3)})`,
  `SELECT ventanilla.ensure_invoice_month('2026-03-09')`,
  `INSERT INTO ventanilla.invoices (document_id, issue_date, verdict, document_class, format,
     document_type, business_key, issuer_id, number, currency, total_amount, tax_amount, activity,
     region, issuer_size, submitter_taxpayer_id, received_at, registered_at)
   VALUES (${ID}, '2026-03-09', 'accepted', 'invoice', 'gt-fel', 'FACT', 'key', '100', '7', 'GTQ',
     '112.0000000001', '12', 'retail', 'north', 'small', '100', now(), now())`,
  ...[0, 1, 2, 3].map(
    (
      index,
    ) => `INSERT INTO ventanilla.log_appends (first_index, leaf_count, leaf_hashes, registered_at)
     VALUES (${index}, 1, '\\x00', '2026-03-10T0${index + 1}:00:01.5Z')`,
  ),
  'UPDATE ventanilla.log_head SET size = 3',
];

test('an entry is a row, whatever became of its document later', async () => {
  const rows = await lakeRows<Record<string, unknown>>(lake, { first: 0, end: 3 });
  const at = (hour: number) => Date.parse(`2026-03-10T0${hour}:00:01.500Z`);
  expect(rows).toMatchObject([
    { log_index: 0, attempt: 1, verdict: 'rejected', issuer_id: '100', registered_at: at(1) },
    { log_index: 1, attempt: 1, verdict: 'rejected', issuer_id: null, total_amount: null },
    { log_index: 2, attempt: 2, verdict: 'accepted', total_amount: '112.0000000001' },
  ]);
  expect(rows[0]).toMatchObject({ issue_date: '2026-03-09', received_at: at(1) - 1_250 });
});

test.each([
  ['2026-03-10T00:00:00Z', 0],
  ['2026-03-10T02:30:00Z', 2],
  ['2026-03-11T00:00:00Z', 3],
])('before %s lie %s published entries', async (instant, end) =>
  expect(await logEndBefore(lake, new Date(instant))).toBe(end),
);
