/**
 * The eight classic moves of signature wrapping over our own signed documents: the signed part is kept
 * somewhere, so that its digest still fits, and a forged one stands where the reader reads.
 */
import { type SampleFormat, sampleAlone } from '@ventanilla/samples';
import { newAuthority, newSigner, pemOf, signFel, signUbl } from '@ventanilla/samples/signing';
import { createXmlEngine } from '@ventanilla/xml';
import { policyTrusting } from '@ventanilla/xml-signatures';
import { createValidator, formats } from './index.ts';

const NOW = '2026-11-02T10:00:00Z';
const root = newAuthority('Root');
const policy = policyTrusting(pemOf(root));
const validator = createValidator({
  formats,
  engine: createXmlEngine(),
  signatures: () => policy,
});
const judge = (text: string) =>
  validator.judge(validator.read(Buffer.from(text)), { receivedAt: NOW }).report;
const signatureFaults = (text: string): readonly string[] =>
  judge(text)
    .faults.filter(({ stage, severity }) => stage === 'signatures' && severity === 'fatal')
    .map(({ code }) => code);

function sample(format: SampleFormat): Buffer {
  const wish = { seed: 'wrapped', now: NOW, count: 40, faultRate: 0, formats: [format] };
  return Buffer.from(sampleAlone(wish).bytes);
}

/** The parts of a signed document that the moves take apart. */
interface Scene {
  readonly sound: string;
  /** What the signature covers, as it is written. */
  readonly signed: string;
  readonly forged: string;
  readonly signature: string;
  /** An element of that name around what it is given, for the reader to take as the document. */
  readonly anotherRoot: (content: string) => string;
}

const DS = 'xmlns:ds="http://www.w3.org/2000/09/xmldsig#"';
const withoutIds = (text: string): string => text.replaceAll(/ I[dD]="[^"]*"/g, '');
const otherIds = (text: string): string => text.replaceAll(/( I[dD]=")/g, '$1x');

/** Each is given the scene and writes the attacker's document. */
const MOVES: readonly (readonly [string, (scene: Scene) => string])[] = [
  ['forged before signed', ({ sound, signed, forged }) => sound.replace(signed, forged + signed)],
  ['forged after signed', ({ sound, signed, forged }) => sound.replace(signed, signed + forged)],
  [
    'signed in an element of no meaning beside the forged one without id',
    ({ sound, signed, forged }) =>
      sound.replace(signed, `${withoutIds(forged)}<x:aside xmlns:x="u:x">${signed}</x:aside>`),
  ],
  [
    'signed inside the forged one',
    ({ sound, signed, forged }) =>
      sound.replace(signed, otherIds(forged).replace(/>/, `>${signed}`)),
  ],
  [
    'signed inside an Object of the signature',
    ({ sound, signed, forged, signature }) =>
      sound
        .replace(signed, otherIds(forged))
        .replace(
          signature,
          signature.replace(
            '</ds:Signature>',
            `<ds:Object ${DS}>${signed}</ds:Object></ds:Signature>`,
          ),
        ),
  ],
  [
    'forged inside an Object of the signature, with the same id',
    ({ sound, forged, signature }) =>
      sound.replace(
        signature,
        signature.replace(
          '</ds:Signature>',
          `<ds:Object ${DS}>${forged}</ds:Object></ds:Signature>`,
        ),
      ),
  ],
  [
    'signature and signed both inside the forged one',
    ({ sound, signed, forged, signature }) =>
      sound
        .replace(signature, '')
        .replace(signed, otherIds(forged).replace(/>/, `>${signed}${signature}`)),
  ],
  ['all of it inside another root', ({ sound, anotherRoot }) => anotherRoot(sound)],
];

const bodyOf = (text: string): string => text.replace(/^<\?xml[^>]*\?>\s*/, '');
const part = (text: string, pattern: RegExp): string => pattern.exec(text)?.[0] ?? '';

function felScene(): Scene {
  const text = sample('gt-fel').toString();
  const nit = (name: string) => new RegExp(`${name}(?:="|>)([0-9K]+)`).exec(text)?.[1] ?? '';
  const issuer = newSigner(nit('NITEmisor'), root);
  const certifier = newSigner(nit('NITCertificador'), root);
  const sound = signFel(Buffer.from(text), { issuer, certifier });
  const signed = part(sound, /<dte:DTE [\s\S]*<\/dte:DTE>/);
  const forge = (it: string) => it.replace(/(<dte:GranTotal>)\d/, '$19');
  return {
    sound,
    signed,
    forged: forge(signed),
    signature: part(sound, /<ds:Signature [^>]*Id="certifier"[\s\S]*?<\/ds:Signature>/),
    anotherRoot: (content) => {
      const body = bodyOf(content);
      const open = part(body, /^<dte:GTDocumento[^>]*>/);
      return `${open}${forge(part(body, /<dte:SAT[\s\S]*<\/dte:SAT>/))}${body}</dte:GTDocumento>`;
    },
  };
}

/** The whole document is signed, so what is kept is a copy of it, and what is forged its root. */
function ublScene(): Scene {
  const issuer = newSigner('Seller', root);
  const sound = bodyOf(signUbl(sample('en16931-ubl'), { issuer, certifier: issuer }));
  const forged = sound.replace(/(<cbc:PayableAmount[^>]*>)/, '$19');
  const signature = part(sound, /<ds:Signature [\s\S]*?<\/ds:Signature>/);
  return {
    sound,
    signed: sound,
    forged,
    signature,
    anotherRoot: (content) =>
      forged.replace(signature, `<x:aside xmlns:x="u:x">${content}</x:aside>`),
  };
}

describe.each([
  ['FEL', felScene()],
  ['UBL', ublScene()],
] as const)('%s', (_, scene) => {
  it('is sound before anybody touches it', () => {
    expect(signatureFaults(scene.sound)).toEqual([]);
    expect(scene.forged).not.toBe(scene.signed);
    expect(scene.signature).not.toBe('');
  });

  it.each(MOVES)('%s: refused', (_, move) => {
    const attack = move(scene);
    expect(attack).not.toBe(scene.sound);
    const { verdict, faults } = judge(attack);
    expect(verdict).toBe('rejected');
    // Two roots are no document; every other attack is refused for its signature itself.
    const isDocument = faults.every(({ stage }) => stage !== 'admission');
    if (isDocument) expect(signatureFaults(attack)).not.toEqual([]);
  });
});
