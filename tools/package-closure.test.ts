import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { closureOf, renameImports } from './package-closure.ts';

describe('the files of a published package', () => {
  let packages: string;
  beforeEach(() => {
    packages = mkdtempSync(join(tmpdir(), 'closure-'));
  });
  afterEach(() => rmSync(packages, { recursive: true, force: true }));

  const write = (files: Readonly<Record<string, string>>): void => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(packages, dirname(name)), { recursive: true });
      writeFileSync(join(packages, name), text);
    }
  };
  const site = { 'a/package.json': '{ "dependencies": { "pg": "8.0.0", "@scope/x": "1.0.0" } }' };
  const first = 'a/src/index.ts';

  it('are those it reaches, by any import, with what they read and the versions their owners ask for', () => {
    write({
      ...site,
      [first]: `import type { B } from '@ventanilla/b/part';\nconst { c } = await import('./c.ts');`,
      'a/src/c.ts': `import { Pool } from 'pg';\nimport { y } from '@scope/x/y.js';\nimport 'node:fs';`,
      'a/src/unused.ts': `import { Nothing } from 'never';`,
      'b/package.json': '{ "exports": { "./part": "./src/part.ts" } }',
      'b/src/part.ts': `read(new URL('../words/', import.meta.url)); Buffer.from('00ff');`,
      'b/words/es.txt': '',
    });
    expect(closureOf(packages, first)).toEqual({
      files: [first, 'b/src/part.ts', 'a/src/c.ts'],
      assets: ['b/words/'],
      dependencies: { '@scope/x': '1.0.0', pg: '8.0.0' },
    });
  });

  it.each([
    ['a package that the owner does not depend on', `import 'kafkajs';`, 'needs kafkajs'],
    [
      'a file that is not there',
      `read(new URL('../words/', import.meta.url));`,
      'a/words/ is used',
    ],
    ['what a sibling does not offer', `import { x } from '@ventanilla/b';`, 'is not exported'],
  ])('cannot be told with %s', (_, source, sentence) => {
    write({ ...site, 'b/package.json': '{}', [first]: source });
    expect(() => closureOf(packages, first)).toThrow(sentence);
  });

  it('keeps all else as it is when imports are renamed', () => {
    const source = `import { a } from '@ventanilla/a'; const from = Buffer.from('@ventanilla/a');`;
    expect(renameImports(source, () => './a.js')).toBe(source.replace('@ventanilla/a', './a.js'));
  });
});
