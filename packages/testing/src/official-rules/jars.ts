/** The official rule sets and the engine that runs them, from Maven Central into a cache of this repository. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

const ARTIFACTS = [
  'com.helger.phive.rules:phive-rules-en16931:4.3.7',
  'com.helger.phive.rules:phive-rules-peppol:4.3.7',
  'net.sf.saxon:Saxon-HE:12.9',
  'org.xmlresolver:xmlresolver:5.3.3',
];
const CACHE = join(import.meta.dirname, '../../../../node_modules/.cache/official-rules');

const fileOf = (artifact: string): string => {
  const [, name, version] = artifact.split(':');
  return join(CACHE, `${name}-${version}.jar`);
};

const answers = (program: string): boolean =>
  spawnSync(program, ['-version'], { stdio: 'ignore' }).status === 0;

/** Why the official rule sets cannot run on this machine, undefined when they can. */
export function officialObstacle(): string | undefined {
  if (!answers('java')) return 'no Java: install a JDK of version 17 or later';
  if (ARTIFACTS.every((one) => existsSync(fileOf(one))) || answers('mvn')) return undefined;
  return 'no Maven to fetch the rule sets and Saxon-HE with: install it';
}

/** Fetches what is not there yet; the class path. Throws with Maven's own words when it cannot. */
export function fetchJars(): string {
  mkdirSync(CACHE, { recursive: true });
  for (const artifact of ARTIFACTS.filter((one) => !existsSync(fileOf(one)))) {
    const { status, stdout, stderr, error } = spawnSync(
      'mvn',
      ['-q', '-B', 'dependency:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${CACHE}`],
      { encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(`cannot fetch ${artifact}: ${error ?? stdout + stderr}`);
  }
  return ARTIFACTS.map(fileOf).join(':');
}
