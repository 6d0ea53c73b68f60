/**
 * Dual control. What cannot be undone is asked for by one operator and agreed to by another, each with a
 * key of their own, over the same words and within a day. Who is an operator is a record too; from the
 * third on, one of them has to vouch.
 */
import { OperationalError } from '@ventanilla/errors';
import type { ObjectStore } from '@ventanilla/objects';
import { type PublicKey, verifySignature } from '@ventanilla/signatures';
import { putRecord, readRecords } from './records.ts';

/** An operator at work: `publicKey.name` is the operator's name. */
export interface OperatorSigner {
  readonly publicKey: PublicKey;
  readonly sign: (message: Uint8Array) => Promise<Uint8Array>;
}

interface OperatorRecord {
  readonly type: 'ventanilla/operator/v1';
  readonly name: string;
  /** base64 of SPKI DER, Ed25519. */
  readonly spki: string;
  readonly at: string;
  readonly vouchedBy?: string;
  readonly signature?: string;
}

export interface Operator {
  readonly name: string;
  readonly publicKey: PublicKey;
  readonly at: string;
  readonly vouchedBy?: string;
}

const OPERATORS = 'operators';
const REQUESTS = 'destructions';
/** So many come in on their own: two are needed to agree on anything. */
const FOUNDERS = 2;
const NAME = /^[a-z0-9][a-z0-9.-]{1,39}$/;
/** A request is open for so long. */
const OPEN_MS = 24 * 3_600_000;

const refused = (code: string, message: string): OperationalError =>
  new OperationalError(code, message, { retryable: false });
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

const enrolment = ({ name, spki, at }: Pick<OperatorRecord, 'name' | 'spki' | 'at'>): Uint8Array =>
  Buffer.from(`ventanilla/operator/v1\n${name}\n${spki}\n${at}\n`);

const publicKeyOf = ({ name, spki, at }: OperatorRecord): PublicKey => ({
  name,
  algorithm: 'Ed25519',
  spki: Buffer.from(spki, 'base64'),
  validFrom: at,
});

/** Everyone who may ask and agree, in the order in which they came. */
export async function readOperators(objects: ObjectStore): Promise<readonly Operator[]> {
  const records = (await readRecords(objects, OPERATORS))
    .map(({ record }) => record as OperatorRecord)
    .sort((a, b) => (a.at < b.at ? -1 : 1));
  const operators: Operator[] = [];
  for (const record of records) {
    const voucher = operators.find(({ name }) => name === record.vouchedBy);
    const signature = Buffer.from(record.signature ?? '', 'base64');
    const vouched =
      voucher !== undefined && verifySignature(voucher.publicKey, enrolment(record), signature);
    const isNew = operators.every(
      ({ name, publicKey }) => name !== record.name && base64(publicKey.spki) !== record.spki,
    );
    // A record that does not hold by the rules is passed over: it gives nobody a right.
    if (!isNew || (operators.length >= FOUNDERS && !vouched)) continue;
    operators.push({
      name: record.name,
      publicKey: publicKeyOf(record),
      at: record.at,
      ...(vouched && { vouchedBy: voucher.name }),
    });
  }
  return operators;
}

/** Makes someone an operator; throws `operator-known`, `operator-name-wrong` or `operator-not-vouched`. */
export async function enrolOperator(
  objects: ObjectStore,
  { name, spki }: Pick<PublicKey, 'name' | 'spki'>,
  at: Date,
  voucher?: OperatorSigner,
): Promise<void> {
  if (!NAME.test(name)) {
    throw refused('operator-name-wrong', `A name is lower-case letters and digits, not ${name}.`);
  }
  const known = await readOperators(objects);
  if (known.some((one) => one.name === name || base64(one.publicKey.spki) === base64(spki))) {
    throw refused('operator-known', `The name or the key of ${name} is an operator's already.`);
  }
  const record = {
    type: 'ventanilla/operator/v1',
    name,
    spki: base64(spki),
    at: at.toISOString(),
  } as const;
  if (known.length < FOUNDERS) return putRecord(objects, OPERATORS, record);
  if (voucher === undefined) {
    throw refused('operator-not-vouched', 'From the third operator on, another has to vouch.');
  }
  const { name: vouchedBy } = identify(known, voucher);
  const signature = base64(await voucher.sign(enrolment(record)));
  await putRecord(objects, OPERATORS, { ...record, vouchedBy, signature });
}

function identify(operators: readonly Operator[], { publicKey }: OperatorSigner): Operator {
  const found = operators.find((one) => base64(one.publicKey.spki) === base64(publicKey.spki));
  if (found) return found;
  throw refused('operator-unknown', 'This key is no operator’s.');
}

interface DestructionRecord {
  readonly type: 'ventanilla/destruction/v1';
  readonly keyId: string;
  /** Instant after which nobody can agree any more; with the key it names the request. */
  readonly expiresAt: string;
  readonly by: string;
  readonly signature: string;
}

export interface Destruction {
  readonly keyId: string;
  readonly expiresAt: string;
  /** Operators whose signatures hold, each once. */
  readonly by: readonly string[];
}

const statement = (keyId: string, expiresAt: string): Uint8Array =>
  Buffer.from(`ventanilla/destruction/v1\n${keyId}\n${expiresAt}\n`);

/** Requests to destroy a key that are open at this time; signatures that do not hold are passed over. */
export async function openDestructions(
  objects: ObjectStore,
  keyId: string,
  now: Date,
): Promise<readonly Destruction[]> {
  const operators = await readOperators(objects);
  const open = new Map<string, Set<string>>();
  for (const { record } of await readRecords(objects, REQUESTS)) {
    const { by, expiresAt, signature, ...rest } = record as DestructionRecord;
    const operator = operators.find(({ name }) => name === by);
    const until = Date.parse(expiresAt) - now.getTime();
    if (rest.keyId !== keyId || operator === undefined || !(until > 0 && until <= OPEN_MS))
      continue;
    const signed = Buffer.from(signature, 'base64');
    if (!verifySignature(operator.publicKey, statement(keyId, expiresAt), signed)) continue;
    open.set(expiresAt, (open.get(expiresAt) ?? new Set()).add(by));
  }
  return [...open].map(([expiresAt, by]) => ({ keyId, expiresAt, by: [...by].sort() }));
}

/**
 * Signs for the destruction of a key: agrees to the open request of somebody else, or makes one. Both
 * names are in the answer once two different operators have signed the same request.
 */
export async function signDestruction(
  objects: ObjectStore,
  keyId: string,
  signer: OperatorSigner,
  now: Date,
): Promise<Destruction> {
  const { name } = identify(await readOperators(objects), signer);
  const open = await openDestructions(objects, keyId, now);
  const other = open.find(({ by }) => !by.includes(name));
  const own = open.find(({ by }) => by.includes(name));
  if (other === undefined && own !== undefined) return own;
  const expiresAt = other?.expiresAt ?? new Date(now.getTime() + OPEN_MS).toISOString();
  const record: DestructionRecord = {
    type: 'ventanilla/destruction/v1',
    keyId,
    expiresAt,
    by: name,
    signature: base64(await signer.sign(statement(keyId, expiresAt))),
  };
  await putRecord(objects, REQUESTS, record);
  return { keyId, expiresAt, by: [...(other?.by ?? []), name].sort() };
}
