/** XML signatures from settings: policies by format, and revocation answers from a folder. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OperationalError } from '@ventanilla/errors';
import {
  cacheOf,
  type Demand,
  type RevocationAnswer,
  type RevocationCache,
  readAnswer,
  readTrust,
  SIGNATURE_DEFAULTS,
  type SignatureMode,
  type SignaturePolicy,
} from '@ventanilla/xml-signatures';
import { z } from 'zod';

const demand = (lack: string) =>
  z
    .enum(['format', 'require', 'observe'])
    .default('format')
    .describe(`${lack} is judged as the format says, refused, or observed`);

export const xmlSignatureSettings = {
  SIGNATURES_TRUST: z
    .string()
    .default('')
    .describe(
      'Certificates (PEM) that signatures must lead to; usually given as SIGNATURES_TRUST_FILE; required unless SIGNATURES is off',
    ),
  SIGNATURES_REVOCATION: z
    .enum(['require', 'prefer', 'ignore'])
    .default('prefer')
    .describe(
      'Without a current revocation answer a signature is refused, observed, or not asked about',
    ),
  SIGNATURES_SIGNER: demand('A certificate that does not name the taxpayer who has to sign'),
  SIGNATURES_XADES: demand('A signature without XAdES'),
  SIGNATURES_ANSWERS_DIR: z
    .string()
    .default('')
    .describe(
      'Folder of CRLs and OCSP responses that something else keeps current; none when empty',
    ),
  SIGNATURES_ANSWERS_REFRESH_MS: z.coerce
    .number()
    .int()
    .min(1_000)
    .default(60_000)
    .describe('How often SIGNATURES_ANSWERS_DIR is read again'),
};

export interface XmlSignatureSettings {
  readonly SIGNATURES_TRUST: string;
  readonly SIGNATURES_REVOCATION: SignaturePolicy['revocation'];
  readonly SIGNATURES_SIGNER: Demand | 'format';
  readonly SIGNATURES_XADES: Demand | 'format';
}

const demandOf = (setting: Demand | 'format'): Demand | undefined =>
  setting === 'format' ? undefined : setting;

const invalid = (message: string, cause?: unknown): OperationalError =>
  new OperationalError('signature-settings-invalid', message, { retryable: false, cause });

/** The policy of each format; undefined where signatures are off. */
export function signaturePolicies(
  modes: ReadonlyMap<string, SignatureMode>,
  settings: XmlSignatureSettings,
  cache: RevocationCache,
): (formatId: string) => SignaturePolicy | undefined {
  const policies = new Map<string, SignaturePolicy>();
  const revocation = settings.SIGNATURES_REVOCATION;
  for (const [format, mode] of modes) {
    if (mode === 'off') continue;
    const anchors = readTrust(settings.SIGNATURES_TRUST);
    if (anchors === undefined) {
      throw invalid('SIGNATURES_TRUST holds no certificates in PEM, or some that cannot be read');
    }
    policies.set(format, {
      ...SIGNATURE_DEFAULTS,
      mode,
      anchors,
      revocation,
      cache,
      signer: demandOf(settings.SIGNATURES_SIGNER),
      xades: demandOf(settings.SIGNATURES_XADES),
    });
  }
  return (formatId) => policies.get(formatId);
}

export interface RevocationFolder extends RevocationCache {
  readonly close: () => void;
}

/**
 * Revocation answers from every file of a folder, read again in the background; what was read last
 * stays when reading fails, until it is out of date by its own words. An empty name holds none.
 */
export async function openRevocationFolder(
  folder: string,
  { refreshMs, onFailure }: { refreshMs: number; onFailure: (error: unknown) => void },
): Promise<RevocationFolder> {
  if (folder === '') return { ...cacheOf([]), close: () => undefined };
  let current = cacheOf(await readAnswers(folder));
  const timer = setInterval(() => {
    readAnswers(folder).then((answers) => {
      current = cacheOf(answers);
    }, onFailure);
  }, refreshMs);
  timer.unref();
  return {
    answersOf: (issuer) => current.answersOf(issuer),
    close: () => clearInterval(timer),
  };
}

/** Every answer in a folder; throws when a file is none. */
async function readAnswers(folder: string): Promise<readonly RevocationAnswer[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw invalid(`the folder of revocation answers ${folder} cannot be read`, cause);
  });
  return Promise.all(
    names
      .filter((name) => !name.startsWith('.'))
      .map(async (name) => {
        const answer = readAnswer(await readFile(join(folder, name)));
        if (answer === undefined) throw invalid(`${name} is neither a CRL nor an OCSP response`);
        return answer;
      }),
  );
}
