/** The options of commands that judge signatures. */
import { readFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { CommandFailure, EXIT } from '../failure.ts';

export interface SignatureOptions {
  readonly signatures: string;
  readonly trust?: string;
  readonly answers?: string;
  readonly revocation?: string;
  readonly signer: Demand;
  readonly xades: Demand;
}

const DEMANDS = ['format', 'require', 'observe'] as const;
type Demand = (typeof DEMANDS)[number];

const demandOption = (flag: string, what: string): Option =>
  new Option(`${flag} <demand>`, `${what}: as the format says, refused, or observed`)
    .choices(DEMANDS)
    .default('format');

export const addSignatureOptions = (command: Command): Command =>
  command
    .option(
      '--signatures <mode>',
      'off, observe or enforce XML signatures, or by format: gt-fel=enforce',
      'off',
    )
    .option('--trust <file>', 'certificates (PEM) that signatures must lead to')
    .option('--answers <folder>', 'CRLs and OCSP responses; the network is never asked')
    .option(
      '--revocation <policy>',
      'require, prefer or ignore a revocation answer (default: prefer with --answers, else ignore)',
    )
    .addOption(demandOption('--signer', 'a certificate that does not name who has to sign'))
    .addOption(demandOption('--xades', 'a signature without XAdES'));

const wrongUse = (message: string, hint: string): CommandFailure =>
  new CommandFailure(message, { exitCode: EXIT.usage, hint });

const POLICIES = ['require', 'prefer', 'ignore'] as const;

function revocationOf({ revocation, answers }: SignatureOptions): (typeof POLICIES)[number] {
  if (revocation === undefined) return answers === undefined ? 'ignore' : 'prefer';
  const policy = POLICIES.find((one) => one === revocation);
  if (policy === undefined) {
    throw wrongUse(
      `There is no revocation policy ${revocation}.`,
      `There are ${POLICIES.join(', ')}.`,
    );
  }
  return policy;
}

async function readTrustFile(file: string): Promise<string> {
  return await readFile(file, 'utf8').catch((cause: Error) => {
    throw wrongUse(
      `The trust file cannot be read: ${cause.message}`,
      'Name a file of PEM certificates.',
    );
  });
}

/** How signatures of each format are judged, by these options. */
export async function signaturePoliciesOf(
  options: SignatureOptions,
  formats: readonly { readonly id: string; readonly signatures?: unknown }[],
) {
  const { readSignatureModes, readTrust } = await import('@ventanilla/xml-signatures');
  const signed = formats.filter(({ signatures }) => signatures !== undefined);
  const read = readSignatureModes(options.signatures, [...new Set(signed.map(({ id }) => id))]);
  if ('problem' in read)
    throw wrongUse(`--signatures: ${read.problem}.`, 'See "ventanilla validate --help".');
  if ([...read.modes.values()].every((mode) => mode === 'off')) return () => undefined;
  if (options.trust === undefined) {
    throw wrongUse(
      'Nobody is trusted yet.',
      'Name the certificates of the authorities with --trust FILE.',
    );
  }
  const trust = await readTrustFile(options.trust);
  if (readTrust(trust) === undefined) {
    throw wrongUse(
      `${options.trust} holds no certificates in PEM, or some that cannot be read.`,
      'Name a file of PEM certificates.',
    );
  }
  const { openRevocationFolder, signaturePolicies } = await import('@ventanilla/backends');
  const cache = await openRevocationFolder(options.answers ?? '', {
    refreshMs: 2 ** 31 - 1,
    onFailure: () => undefined,
  });
  return signaturePolicies(
    read.modes,
    {
      SIGNATURES_TRUST: trust,
      SIGNATURES_REVOCATION: revocationOf(options),
      SIGNATURES_SIGNER: options.signer,
      SIGNATURES_XADES: options.xades,
    },
    cache,
  );
}
