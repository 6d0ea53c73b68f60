-- The hot store of the ledger. Rows say what happened to each document; bytes lie in segments on the
-- object store. Instants are timestamptz with milliseconds, ids of documents the 32 bytes of SHA-256.

CREATE TYPE ventanilla.verdict AS ENUM ('accepted', 'accepted-with-observations', 'rejected');
CREATE TYPE ventanilla.document_class AS ENUM
  ('invoice', 'credit-note', 'debit-note', 'annulment', 'other');

-- Registry ---------------------------------------------------------------------------------------

CREATE TABLE ventanilla.taxpayers (
  taxpayer_id text PRIMARY KEY,
  name text NOT NULL,
  status text NOT NULL CHECK (status IN ('active', 'suspended', 'cancelled')),
  affiliation text NOT NULL,
  activity text NOT NULL,
  region text NOT NULL,
  size text NOT NULL CHECK (size IN ('micro', 'small', 'medium', 'large')),
  establishments text[] NOT NULL,
  since date NOT NULL
);

-- `certifier_id` may submit for `taxpayer_id`.
CREATE TABLE ventanilla.mandates (
  certifier_id text NOT NULL,
  taxpayer_id text NOT NULL,
  PRIMARY KEY (certifier_id, taxpayer_id)
);

-- Segments ---------------------------------------------------------------------------------------

-- One object on the store; rows name it by a short id, since a name is longer than the rest of a row.
CREATE TABLE ventanilla.segments (
  segment_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  object text NOT NULL UNIQUE,
  purpose text NOT NULL CHECK (purpose IN ('original', 'canonical')),
  entries integer NOT NULL,
  size_bytes bigint NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now()
);

-- Where the original of a document lies. Written by archive alone.
CREATE TABLE ventanilla.archive_index (
  document_id bytea PRIMARY KEY,
  segment_id bigint NOT NULL,
  segment_offset integer NOT NULL,
  segment_length integer NOT NULL,
  size_bytes integer NOT NULL,
  media_type text NOT NULL,
  received_at timestamptz(3) NOT NULL
);

-- Outcomes ---------------------------------------------------------------------------------------

-- The latest outcome of every document ever settled.
CREATE TABLE ventanilla.documents (
  document_id bytea PRIMARY KEY CHECK (length(document_id) = 32),
  attempt integer NOT NULL,
  verdict ventanilla.verdict NOT NULL,
  submission_id uuid NOT NULL,
  received_at timestamptz(3) NOT NULL,
  registered_at timestamptz(3) NOT NULL,
  log_index bigint NOT NULL,
  report_hash bytea NOT NULL,
  -- Exact text that report_hash is over; NULL when there are no faults: it is then in the segment.
  report json,
  codes text[],
  submitter_client text NOT NULL,
  submitter_taxpayer_id text NOT NULL,
  batch_id text,
  media_type text NOT NULL,
  size_bytes integer NOT NULL,
  format text NOT NULL,
  -- NULL from here on when the document could not be read.
  document_type text,
  issuer_id text,
  buyer_id text,
  business_key text,
  issue_date date,
  region text,
  segment_id bigint NOT NULL,
  segment_offset integer NOT NULL,
  segment_length integer NOT NULL
) WITH (fillfactor = 95);
CREATE INDEX documents_batch ON ventanilla.documents (batch_id) WHERE batch_id IS NOT NULL;
CREATE INDEX documents_rejected ON ventanilla.documents (submitter_taxpayer_id, received_at)
  WHERE verdict = 'rejected';
CREATE INDEX documents_log_index ON ventanilla.documents USING brin (log_index);

-- Earlier outcomes of documents that were judged again. `attempt` counts from 1.
CREATE TABLE ventanilla.attempts (
  document_id bytea NOT NULL,
  attempt integer NOT NULL,
  verdict ventanilla.verdict NOT NULL,
  submission_id uuid NOT NULL,
  received_at timestamptz(3) NOT NULL,
  registered_at timestamptz(3) NOT NULL,
  log_index bigint NOT NULL,
  report_hash bytea NOT NULL,
  report json,
  codes text[],
  submitter_client text NOT NULL,
  submitter_taxpayer_id text NOT NULL,
  segment_id bigint NOT NULL,
  segment_offset integer NOT NULL,
  segment_length integer NOT NULL,
  PRIMARY KEY (document_id, attempt)
);

-- Taxpayers that handed in the same bytes besides the submitter of the latest outcome: they may read it.
CREATE TABLE ventanilla.co_submitters (
  document_id bytea NOT NULL,
  taxpayer_id text NOT NULL,
  client_id text NOT NULL,
  submission_id uuid NOT NULL,
  received_at timestamptz(3) NOT NULL,
  PRIMARY KEY (document_id, taxpayer_id)
);

-- What is searched: every settled document that could be read, by month of issue.
CREATE TABLE ventanilla.invoices (
  document_id bytea NOT NULL,
  issue_date date NOT NULL,
  verdict ventanilla.verdict NOT NULL,
  document_class ventanilla.document_class NOT NULL,
  format text NOT NULL,
  document_type text NOT NULL,
  business_key text NOT NULL,
  issuer_id text NOT NULL,
  issuer_name text,
  buyer_id text,
  buyer_name text,
  series text,
  number text NOT NULL,
  currency text NOT NULL,
  total_amount numeric NOT NULL,
  tax_amount numeric NOT NULL,
  activity text NOT NULL,
  region text NOT NULL,
  issuer_size text NOT NULL,
  submitter_taxpayer_id text NOT NULL,
  received_at timestamptz(3) NOT NULL,
  registered_at timestamptz(3) NOT NULL,
  details jsonb,
  PRIMARY KEY (document_id, issue_date)
) PARTITION BY RANGE (issue_date);
CREATE INDEX invoices_issuer ON ventanilla.invoices (issuer_id, issue_date);
CREATE INDEX invoices_buyer ON ventanilla.invoices (buyer_id, issue_date) WHERE buyer_id IS NOT NULL;
CREATE TABLE ventanilla.invoices_default PARTITION OF ventanilla.invoices DEFAULT;

-- Ledger -----------------------------------------------------------------------------------------

-- Accepted documents by business key, with what later documents did to them.
CREATE TABLE ventanilla.origins (
  business_key text PRIMARY KEY,
  document_id bytea NOT NULL,
  issuer_id text NOT NULL,
  buyer_id text,
  currency text NOT NULL,
  issue_date date NOT NULL,
  document_class ventanilla.document_class NOT NULL,
  total_amount numeric NOT NULL,
  debited numeric NOT NULL DEFAULT 0,
  credited numeric NOT NULL DEFAULT 0,
  -- Notes that refer to it and were not annulled.
  live_notes integer NOT NULL DEFAULT 0,
  annulled_at timestamptz(3),
  annulled_by bytea,
  -- Of a note: the key it credits or debits, so that annulling the note gives the amount back.
  origin_key text,
  origin_effect text CHECK (origin_effect IN ('credits', 'debits', 'annuls'))
) WITH (fillfactor = 90);

-- Documents that wait for the origin they refer to.
CREATE TABLE ventanilla.waiting (
  document_id bytea PRIMARY KEY,
  origin_key text NOT NULL,
  submission_id uuid NOT NULL,
  received_at timestamptz(3) NOT NULL,
  waiting_since timestamptz(3) NOT NULL,
  deadline timestamptz(3) NOT NULL,
  submitter_client text NOT NULL,
  submitter_taxpayer_id text NOT NULL,
  batch_id text,
  issuer_id text,
  region text,
  -- The whole message, compressed and encrypted.
  message bytea NOT NULL
);
CREATE INDEX waiting_origin ON ventanilla.waiting (origin_key);
CREATE INDEX waiting_deadline ON ventanilla.waiting (deadline);
CREATE INDEX waiting_batch ON ventanilla.waiting (batch_id) WHERE batch_id IS NOT NULL;

-- Log --------------------------------------------------------------------------------------------

-- One row. Its lock makes the single writer of the log: the size gives the next index.
CREATE TABLE ventanilla.log_state (
  id boolean PRIMARY KEY DEFAULT true CHECK (id),
  size bigint NOT NULL
) WITH (fillfactor = 10);
INSERT INTO ventanilla.log_state (size) VALUES (0);

-- Leaf hashes as they were appended, 32 bytes each: the durable source of the tiles.
CREATE TABLE ventanilla.log_appends (
  first_index bigint PRIMARY KEY,
  leaf_count integer NOT NULL,
  leaf_hashes bytea NOT NULL,
  registered_at timestamptz(3) NOT NULL
);

-- One row: the tree head that was last signed and published. Locked while publishing. `frontier` holds
-- the hashes of the complete subtrees that cover the tree, largest first, 32 bytes each.
CREATE TABLE ventanilla.log_head (
  id boolean PRIMARY KEY DEFAULT true CHECK (id),
  size bigint NOT NULL,
  frontier bytea NOT NULL,
  checkpoint text,
  published_at timestamptz(3)
) WITH (fillfactor = 10);
INSERT INTO ventanilla.log_head (size, frontier) VALUES (0, '');

-- Figures and progress ---------------------------------------------------------------------------

-- Counts outcomes by the day they were registered: a document judged twice counts on both days.
CREATE TABLE ventanilla.daily_totals (
  day date NOT NULL,
  region text NOT NULL,
  activity text NOT NULL,
  document_class text NOT NULL,
  format text NOT NULL,
  verdict ventanilla.verdict NOT NULL,
  currency text NOT NULL,
  documents bigint NOT NULL,
  total_amount numeric NOT NULL,
  tax_amount numeric NOT NULL,
  PRIMARY KEY (day, region, activity, document_class, format, verdict, currency)
) WITH (fillfactor = 50);

-- How far each partition is settled.
CREATE TABLE ventanilla.progress (
  topic text NOT NULL,
  partition integer NOT NULL,
  last_offset text NOT NULL,
  received_at timestamptz(3) NOT NULL,
  settled_at timestamptz(3) NOT NULL,
  PRIMARY KEY (topic, partition)
) WITH (fillfactor = 10);

-- Who read which original or ran which query. Appended, never changed.
CREATE TABLE ventanilla.audit_reads (
  read_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  read_at timestamptz(3) NOT NULL DEFAULT now(),
  client_id text NOT NULL,
  taxpayer_id text,
  roles text[] NOT NULL,
  action text NOT NULL,
  document_id bytea,
  purpose text,
  details jsonb
);
CREATE INDEX audit_reads_document ON ventanilla.audit_reads (document_id)
  WHERE document_id IS NOT NULL;
