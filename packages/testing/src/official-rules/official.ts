/** One official rule set under Saxon-HE, as a process that answers requests in order. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fetchJars } from './jars.ts';

export { officialObstacle } from './jars.ts';

export type Syntax = 'ubl' | 'cii';

/** The rule set of CEN in the edition that our packs follow; the jar carries every edition. */
export const cenRules = (syntax: Syntax): string =>
  `/external/schematron/1.3.16/${syntax}/EN16931-${syntax.toUpperCase()}-validation.xslt`;

export interface OfficialVerdict {
  readonly fatal: ReadonlySet<string>;
  readonly other: ReadonlySet<string>;
  /** The first thing that the XSD says is wrong; empty when sound or no XSD was given. */
  readonly structure: string;
  /** Why the stylesheet ended before it was through (a sum over text, say); empty when it did not. */
  readonly stopped: string;
}

export interface Assertion {
  readonly code: string;
  readonly isFatal: boolean;
  readonly context: string;
  readonly test: string;
}

export interface Coverage {
  readonly fired: number;
  /** Documents in which it was looked at somewhere and fired nowhere. */
  readonly held: number;
  /** Of those in which it fired, the ones of sound structure. */
  readonly sound: number;
}

export interface Official {
  readonly judge: (bytes: Uint8Array) => Promise<OfficialVerdict>;
  /** CPU microseconds to parse and judge it once, the XSD not counted: the mean of `runs`, after as many to warm up. */
  readonly time: (bytes: Uint8Array, runs: number) => Promise<number>;
  readonly assertions: () => Promise<readonly Assertion[]>;
  /** Starts the counting of coverage anew. */
  readonly forget: () => Promise<void>;
  readonly coverage: () => Promise<ReadonlyMap<string, Coverage>>;
  readonly stop: () => void;
}

const words = (list = ''): Set<string> => new Set(list.split(',').filter((word) => word !== ''));

/**
 * Starts the process and compiles the rule set: stylesheets of the class path and Schematron files.
 * `schemas` are the XSDs of its documents; without any the structure is not judged.
 */
export async function startOfficial(
  sources: readonly string[],
  schemas: readonly string[] = [],
): Promise<Official> {
  const own = (name: string): string => join(import.meta.dirname, name);
  const options = ['-Xmx2g', '-cp', fetchJars(), `-Dschematron=${own('schematron.xsl')}`];
  const java = spawn('java', [...options, own('Judge.java')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const waiting: { resolve: (answer: string) => void; reject: (error: Error) => void }[] = [];
  createInterface({ input: java.stdout }).on('line', (line) => waiting.shift()?.resolve(line));
  java.on('exit', (code) => {
    for (const { reject } of waiting) reject(new Error(`the judge ended with ${code}`));
  });
  const ask = (request: string, bytes?: Uint8Array): Promise<string> =>
    new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      java.stdin.write(`${request}\n`);
      if (bytes !== undefined) java.stdin.write(bytes);
    });

  await ask(`load rules ${sources.join(' ')}`);
  if (schemas.length > 0) await ask(`schema rules ${schemas.join(' ')}`);
  return {
    judge: async (bytes) => {
      const answer = await ask(`judge rules ${bytes.byteLength}`, bytes);
      const [fatal, other, structure = '', stopped = ''] = answer.split('\t');
      return { fatal: words(fatal), other: words(other), structure, stopped };
    },
    time: async (bytes, runs) => Number(await ask(`time rules ${bytes.byteLength} ${runs}`, bytes)),
    assertions: async () => {
      const fields = (await ask('assertions rules')).split('\t');
      return Array.from({ length: fields.length / 4 }, (_, index) => {
        const [code = '', flag, context = '', test = ''] = fields.slice(index * 4, index * 4 + 4);
        return { code, isFatal: flag === 'fatal', context, test };
      });
    },
    forget: async () => {
      await ask('forget rules');
    },
    coverage: async () => {
      const rows = (await ask('coverage rules')).split('\t').filter((row) => row !== '');
      return new Map(
        rows.map((row) => {
          const [code = '', fired, held, sound] = row.split(' ');
          return [code, { fired: Number(fired), held: Number(held), sound: Number(sound) }];
        }),
      );
    },
    stop: () => java.stdin.end(),
  };
}
