/**
 * Attacks and torture tests of others: nothing crashes, nothing outside is touched, nothing that must be
 * refused is taken, and nothing is refused that is sound and that our profile allows.
 */
import childProcess from 'node:child_process';
import dgram from 'node:dgram';
import dns from 'node:dns';
import fs from 'node:fs';
import net from 'node:net';
import { basename, dirname, join } from 'node:path';
import { describeWithCorpora, listFiles, readBytes } from '@ventanilla/testing/corpora';
import { createXmlEngine } from '@ventanilla/xml';
import { cacheOf, SIGNATURE_DEFAULTS } from '@ventanilla/xml-signatures';
import { createValidator, formats } from './index.ts';
import { readJson } from './strict-json/index.ts';

type Functions = Record<string, unknown>;
const OUTSIDE = { fs, net, dns, dgram, childProcess, socket: net.Socket.prototype };

/** What `run` asks of files, network and processes; all of it fails while it runs. */
function touchedBy(run: () => void): readonly string[] {
  const touched: string[] = [];
  const undo: (() => void)[] = [];
  const forbid = (owner: Functions, name: string, label: string): void => {
    const original = owner[name];
    if (typeof original !== 'function' || /^[A-Z_]/.test(name)) return;
    owner[name] = () => {
      touched.push(label);
      throw new Error(`${label} is not for a parser`);
    };
    undo.push(() => {
      owner[name] = original;
    });
  };
  for (const name of Object.keys({ ...fs })) forbid(fs as never, name, `fs.${name}`);
  for (const [label, owner] of Object.entries(OUTSIDE)) {
    for (const name of ['connect', 'createConnection', 'lookup', 'createSocket', 'spawn', 'exec']) {
      forbid(owner as never, name, `${label}.${name}`);
    }
  }
  forbid(globalThis as never, 'fetch', 'fetch');
  try {
    run();
  } finally {
    for (const restore of undo) restore();
  }
  return touched;
}

it('the watch sees files, sockets and names', () => {
  const attempts = [
    () => fs.readFileSync('/etc/hostname'),
    () => net.connect(1),
    () => dns.lookup('example.com', () => undefined),
    () => fetch('http://127.0.0.1:1'),
  ];
  let refused = 0;
  const touched = touchedBy(() => {
    for (const attempt of attempts) {
      try {
        attempt();
      } catch {
        refused += 1;
      }
    }
  });
  expect(refused).toBe(attempts.length);
  expect(touched).toEqual(['fs.readFileSync', 'net.connect', 'dns.lookup', 'fetch']);
});

const engine = createXmlEngine();
const policy = {
  ...SIGNATURE_DEFAULTS,
  mode: 'enforce',
  anchors: [],
  revocation: 'require',
  cache: cacheOf([]),
} as const;
const validator = createValidator({ formats, engine, signatures: () => policy });

/** Of the W3C suite: what its catalogues say of each file that is here. */
function* suite(folder: string): Generator<{ readonly type: string; readonly file: string }> {
  for (const catalogue of listFiles(folder, '.xml')) {
    const text = new TextDecoder().decode(readBytes(catalogue));
    for (const [, attributes = ''] of text.matchAll(/<TEST\b([^>]*)>/g)) {
      const of = (name: string) =>
        new RegExp(`\\b${name}\\s*=\\s*["']([^"']*)`).exec(attributes)?.[1] ?? '';
      const file = join(dirname(catalogue), of('URI'));
      if (fs.existsSync(file)) yield { type: of('TYPE'), file };
    }
  }
}

describeWithCorpora('attacks and torture tests of others', (folder) => {
  it.each(['sec-xml', 'sec-xmlconf', 'sec-xmldsig', 'sec-xades', 'sec-json'])(
    '%s: every document is judged, none is accepted, nothing outside is touched',
    (corpus) => {
      const files = listFiles(join(folder, corpus), corpus === 'sec-json' ? '.json' : '.xml');
      const documents = files.map(readBytes);
      const verdicts = new Map<string, number>();
      const touched = touchedBy(() => {
        for (const bytes of documents) {
          const { verdict } = validator.judge(validator.read(bytes), {
            receivedAt: '2026-11-02T10:00:00.000Z',
          }).report;
          verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
        }
      });
      expect(touched).toEqual([]);
      expect(documents.length).toBeGreaterThan(5);
      expect([...verdicts]).toEqual([['rejected', documents.length]]);
    },
  );

  it('sec-xml: a document type is refused, whatever it would do; the rest is read', () => {
    for (const file of listFiles(join(folder, 'sec-xml'), '.xml')) {
      const bytes = readBytes(file);
      const result = engine.parse(bytes);
      const hasDoctype = new TextDecoder().decode(bytes).includes('<!DOCTYPE');
      expect([basename(file), result.ok ? 'read' : result.refusal]).toEqual([
        basename(file),
        hasDoctype ? 'doctype' : 'read',
      ]);
      if (result.ok) result.document.dispose();
    }
  });

  it('sec-xmlconf: not well-formed is refused; well-formed only for a DTD or another encoding', () => {
    const counts = new Map<string, number>();
    const wrong: string[] = [];
    for (const { type, file } of suite(join(folder, 'sec-xmlconf'))) {
      const result = engine.parse(readBytes(file));
      const outcome = result.ok ? 'read' : result.refusal;
      if (result.ok) result.document.dispose();
      const key = `${type}: ${outcome}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
      const isByProfile = outcome === 'doctype' || outcome === 'encoding';
      const isRight = type === 'not-wf' ? !result.ok : result.ok || isByProfile;
      if (!isRight) wrong.push(`${key} ${file}`);
    }
    expect(wrong).toEqual([]);
    expect(counts.get('not-wf: not-well-formed')).toBeGreaterThan(50);
    expect(counts.get('invalid: read')).toBeGreaterThan(10);
  });

  it('sec-json: sound texts are read, save names that come twice; broken ones are refused', () => {
    const wrong: string[] = [];
    for (const file of listFiles(join(folder, 'sec-json/test_parsing'), '.json')) {
      const result = readJson(readBytes(file));
      const kind = basename(file)[0];
      const isByProfile = !result.ok && result.refusal === 'json-duplicate-key';
      if (kind === 'n' && result.ok) wrong.push(file);
      if (kind === 'y' && !result.ok && !isByProfile) wrong.push(`${file}: ${result.refusal}`);
    }
    expect(wrong).toEqual([]);
  });
});
