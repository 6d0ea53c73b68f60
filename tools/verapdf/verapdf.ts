/** veraPDF's own word on PDF files, from Maven Central into a cache of this repository. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const CACHE = join(import.meta.dirname, '../../node_modules/.cache/verapdf');
/** One of the jars, under the version that the project file beside this names. */
const MARK = join(CACHE, 'validation-model-1.28.2.jar');

/** Fetches what is not there yet. Undefined, and why said once on stderr, where there is no Java or no Maven. */
export function prepareVeraPdf(): ((...files: readonly string[]) => string) | undefined {
  try {
    execFileSync('java', ['--describe-module', 'jdk.compiler'], { stdio: 'pipe' });
    if (!existsSync(MARK)) {
      const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${CACHE}`];
      const project = join(import.meta.dirname, 'pom.xml');
      execFileSync('mvn', ['-q', '-B', '-f', project, ...goal], {
        stdio: 'pipe',
        timeout: 240_000,
      });
    }
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : 'unknown';
    process.stderr.write(`VERAPDF ABSENT: ${why}; PDF/A-3b is not validated\n`);
    return undefined;
  }
  const program = ['-cp', `${CACHE}/*`, join(import.meta.dirname, 'Check.java')];
  return (...files) =>
    spawnSync('java', [...program, ...files], { encoding: 'utf8', timeout: 240_000 }).stdout;
}
