/** libxml2 of the system, by its own command, which has nothing of ours in it. */
import { spawnSync } from 'node:child_process';

const OUTPUT_BYTES_MAX = 256 * 1024 * 1024;

const RELATIVE = 'relative namespace';

export interface Native {
  readonly isRead: boolean;
  /** Canonical XML 1.0 with comments; undefined where there is none. */
  readonly canonical?: string;
  /** The first error. */
  readonly detail: string;
}

export function xmllint(args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
  const run = spawnSync('xmllint', ['--nonet', ...args], { maxBuffer: OUTPUT_BYTES_MAX, env });
  if (run.error)
    throw new Error('xmllint is not there (Debian: libxml2-utils)', { cause: run.error });
  return { status: run.status, out: run.stdout.toString(), err: run.stderr.toString() };
}

/** A namespace error leaves its exit code at 0, but such a document is not read. */
const ERROR = /^.*?(?:parser|namespace|encoding) error : (.*)$/m;

export function readNatively(file: string): Native {
  const { status, out, err } = xmllint(['--c14n', file]);
  const detail = ERROR.exec(err)?.[1] ?? (status === 0 ? '' : err.trim().split('\n')[0]) ?? '';
  // Canonical XML is not defined for relative namespaces (C14N 1.0, 1.3); the document is read.
  if (/Relative namespace|is not absolute/.test(err)) return { isRead: true, detail: RELATIVE };
  return detail === '' ? { isRead: true, canonical: out, detail } : { isRead: false, detail };
}

export const versionOf = (program: 'xmllint' | 'xmlsec1'): string => {
  const { stdout, stderr } = spawnSync(program, ['--version']);
  const version = /\d[\d.]{4,}/.exec(`${stdout}${stderr}`)?.[0] ?? 'unknown';
  // 20914 is 2.9.14.
  const [, major, minor, patch] = /^(\d)(\d\d)(\d\d)$/.exec(version) ?? [];
  return major === undefined ? version : [major, Number(minor), Number(patch)].join('.');
};
