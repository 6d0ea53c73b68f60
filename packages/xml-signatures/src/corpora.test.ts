/** Signatures of others against what xmlsec1 said of them beforehand (the labels of the corpora). */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describeWithCorpora, readBytes } from '@ventanilla/testing/corpora';
import { createXmlEngine } from '@ventanilla/xml';
import { verifySignatures } from './verify.ts';

/** As lenient as xmlsec1: the crypto is compared, not the policy. */
const POLICY = { allowsSha1: true, rsaBitsMin: 1024 };
const BROKEN = ['VEN-SIG-011', 'VEN-SIG-012'];

describeWithCorpora('signatures of the corpora', (folder) => {
  const labels: Record<string, string> = JSON.parse(
    new TextDecoder().decode(readBytes(join(folder, 'labels/xmldsig-xmlsec1.dev.json'))),
  );
  const engine = createXmlEngine();
  const looked = Object.entries(labels).flatMap(([file, label]) => {
    // Labels were made of more files than were kept.
    if (!existsSync(join(folder, file))) return [];
    const result = engine.parse(readBytes(join(folder, file)));
    if (!result.ok) return [];
    const { faults, verified } = verifySignatures(result.document, { isPlace: () => true }, POLICY);
    result.document.dispose();
    const said = label.split('|');
    const isBroken = faults.some(({ code }) => BROKEN.includes(code));
    return [{ file, holding: verified.length, isBroken, said }];
  });
  const holdThere = (said: readonly string[]) => said.filter((one) => one === 'OK').length;

  it('what holds for us holds for xmlsec1', () => {
    expect(looked.length).toBeGreaterThan(100);
    const alone = looked.filter(({ holding, said }) => holding > holdThere(said));
    expect(alone).toEqual([]);
    expect(looked.filter(({ holding }) => holding > 0).length).toBeGreaterThan(20);
  });

  it('what is broken for us does not hold for xmlsec1', () => {
    const broken = looked.filter(({ isBroken }) => isBroken);
    expect(broken.filter(({ said }) => said.every((one) => one === 'OK'))).toEqual([]);
    expect(broken.length).toBeGreaterThan(20);
  });
});
