/** The official rule sets under Saxon-HE, as a process that answers requests in order. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { EDITION, fetchJars } from './jars.ts';

export { officialObstacle } from './jars.ts';

export type Syntax = 'ubl' | 'cii';

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
}

export interface Official {
  readonly judge: (syntax: Syntax, bytes: Uint8Array) => Promise<OfficialVerdict>;
  /** CPU microseconds to parse and judge it once, the XSD not counted: the mean of `runs`, after as many to warm up. */
  readonly time: (syntax: Syntax, bytes: Uint8Array, runs: number) => Promise<number>;
  readonly assertions: (syntax: Syntax) => Promise<readonly Assertion[]>;
  /** Starts the counting of coverage anew. */
  readonly forget: (syntax: Syntax) => Promise<void>;
  readonly coverage: (syntax: Syntax) => Promise<ReadonlyMap<string, Coverage>>;
  readonly stop: () => void;
}

const words = (list = ''): Set<string> => new Set(list.split(',').filter((word) => word !== ''));

/** Starts the process and compiles both rule sets; `schemas` are files, by syntax. */
export async function startOfficial(
  schemas: ReadonlyMap<Syntax, readonly string[]>,
): Promise<Official> {
  const source = join(import.meta.dirname, 'Judge.java');
  const java = spawn('java', ['-Xmx2g', '-cp', fetchJars(), source], {
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

  for (const syntax of ['ubl', 'cii'] as const) {
    const name = `EN16931-${syntax.toUpperCase()}-validation.xslt`;
    await ask(`load ${syntax} /external/schematron/${EDITION}/${syntax}/${name}`);
    const files = schemas.get(syntax) ?? [];
    if (files.length > 0) await ask(`schema ${syntax} ${files.join(' ')}`);
  }
  return {
    judge: async (syntax, bytes) => {
      const answer = await ask(`judge ${syntax} ${bytes.byteLength}`, bytes);
      const [fatal, other, structure = '', stopped = ''] = answer.split('\t');
      return { fatal: words(fatal), other: words(other), structure, stopped };
    },
    time: async (syntax, bytes, runs) =>
      Number(await ask(`time ${syntax} ${bytes.byteLength} ${runs}`, bytes)),
    assertions: async (syntax) => {
      const fields = (await ask(`assertions ${syntax}`)).split('\t');
      return Array.from({ length: fields.length / 4 }, (_, index) => {
        const [code = '', flag, context = '', test = ''] = fields.slice(index * 4, index * 4 + 4);
        return { code, isFatal: flag === 'fatal', context, test };
      });
    },
    forget: async (syntax) => {
      await ask(`forget ${syntax}`);
    },
    coverage: async (syntax) => {
      const rows = (await ask(`coverage ${syntax}`)).split('\t').filter((row) => row !== '');
      return new Map(
        rows.map((row) => {
          const [code = '', fired, held] = row.split(' ');
          return [code, { fired: Number(fired), held: Number(held) }];
        }),
      );
    },
    stop: () => java.stdin.end(),
  };
}
