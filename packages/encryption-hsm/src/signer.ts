import { createHash, createPublicKey } from 'node:crypto';
import { OperationalError } from '@ventanilla/errors';
import type { Signer } from '@ventanilla/signatures';
import type { Handle } from 'pkcs11js';
import type { Hsm, HsmSession } from './hsm.ts';
import { findCurrent, findVersions } from './objects.ts';

const COORDINATE_BYTES = 32;
/** SPKI of a P-256 key up to its uncompressed point. */
const SPKI_PREFIX = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex');
const POINT_BYTES = 1 + 2 * COORDINATE_BYTES;

/** DER of one positive INTEGER. */
function derInteger(bytes: Buffer): Buffer {
  const start = bytes.findIndex((byte) => byte !== 0);
  const digits = start < 0 ? Buffer.of(0) : bytes.subarray(start);
  const padded = (digits[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), digits]) : digits;
  return Buffer.concat([Buffer.of(2, padded.length), padded]);
}

/** PKCS#11 gives r ‖ s; everyone else expects ASN.1. */
function toDer(signature: Buffer): Buffer {
  const r = derInteger(signature.subarray(0, COORDINATE_BYTES));
  const s = derInteger(signature.subarray(COORDINATE_BYTES));
  return Buffer.concat([Buffer.of(0x30, r.length + s.length), r, s]);
}

function readSpki(session: HsmSession, id: string, keyLabel: string): Uint8Array {
  const { driver, module, handle } = session;
  const key = findVersions(session, keyLabel, 'public').find((version) => version.id === id)?.key;
  if (key === undefined) {
    throw new OperationalError('key-unknown', `The HSM has no public key ${id}`, {
      retryable: false,
    });
  }
  const [attribute] = module.C_GetAttributeValue(handle, key, [{ type: driver.CKA_EC_POINT }]);
  // A DER octet string around the point, or by some tokens the point alone.
  const point = Buffer.from(attribute?.value as Buffer).subarray(-POINT_BYTES);
  const spki = Buffer.concat([SPKI_PREFIX, point]);
  createPublicKey({ key: spki, format: 'der', type: 'spki' });
  return new Uint8Array(spki);
}

/**
 * ECDSA P-256 by a key that never leaves the HSM, the newest version at the time of opening. Closes the
 * HSM with it.
 */
export async function createHsmSigner(options: {
  readonly hsm: Hsm;
  /** The key pair's versions are labelled `<keyLabel>/<version>`. */
  readonly keyLabel: string;
  readonly name: string;
  /** ISO instant: tokens do not keep when a key was made. */
  readonly validFrom: string;
}): Promise<Signer> {
  const { hsm, keyLabel, name, validFrom } = options;
  const { id, spki } = await hsm.run(async (session) => {
    const current = findCurrent(session, keyLabel, 'private').id;
    return { id: current, spki: readSpki(session, current, keyLabel) };
  });
  let known: { readonly session: HsmSession; readonly key: Handle } | undefined;
  /** A handle holds within its session: looking it up again costs more than signing. */
  const privateKey = (session: HsmSession): Handle => {
    if (known?.session === session) return known.key;
    const found = findVersions(session, keyLabel, 'private').find((key) => key.id === id);
    if (found === undefined) {
      throw new OperationalError('key-unknown', `The HSM lost the key ${id}`, {
        retryable: false,
      });
    }
    known = { session, key: found.key };
    return found.key;
  };

  return {
    publicKey: { name, algorithm: 'ECDSA-P256-SHA256', spki, validFrom },
    sign: (message) =>
      hsm.run(async (session) => {
        const { driver, module, handle } = session;
        const digest = createHash('sha256').update(message).digest();
        module.C_SignInit(handle, { mechanism: driver.CKM_ECDSA }, privateKey(session));
        const out = Buffer.alloc(2 * COORDINATE_BYTES);
        return toDer(await module.C_SignAsync(handle, digest, out));
      }),
    close: hsm.close,
  };
}
