/** Signed documents through the whole of validation: what each format says must be covered, and by whom. */
import { type SampleFormat, sampleAlone } from '@ventanilla/samples';
import {
  type Holder,
  newAuthority,
  newSigner,
  pemOf,
  type Signers,
  signFel,
  signUbl,
} from '@ventanilla/samples/signing';
import { createXmlEngine } from '@ventanilla/xml';
import { policyTrusting, type SignaturePolicy } from '@ventanilla/xml-signatures';
import { createValidator, formats } from './index.ts';

const NOW = '2026-11-02T10:00:00Z';
const xades = { signingTime: NOW };
const root = newAuthority('Root');

function sample(format: SampleFormat): string {
  const wish = { seed: 'signed', now: NOW, count: 40, faultRate: 0, formats: [format] };
  return Buffer.from(sampleAlone(wish).bytes).toString();
}

const nitOf = (text: string, name: string) =>
  new RegExp(`${name}(?:="|>)([0-9K]+)`).exec(text)?.[1] ?? '';

const policy = policyTrusting(pemOf(root));
const engine = createXmlEngine();
const judge = (text: string, more: Partial<SignaturePolicy> = {}) => {
  const validator = createValidator({
    formats,
    engine,
    signatures: () => ({ ...policy, ...more }),
  });
  return validator.judge(validator.read(Buffer.from(text)), { receivedAt: NOW }).report;
};
const signatureCodes = (text: string, more: Partial<SignaturePolicy> = {}) =>
  judge(text, more)
    .faults.filter(({ stage }) => stage === 'signatures')
    .map(({ code }) => code.slice(-3))
    .join(' ');

describe('FEL', () => {
  const text = sample('gt-fel');
  const nit = (name: string) => nitOf(text, name);
  const issuer = newSigner(nit('NITEmisor'), root);
  const certifier = newSigner(nit('NITCertificador'), root);
  const sound = signFel(Buffer.from(text), { issuer, certifier, xades });

  it('is accepted with both signatures, and says that the stage was passed', () => {
    const report = judge(sound);
    expect(report).toMatchObject({ verdict: 'accepted', faults: [] });
    expect(report.stages[2]).toEqual({ name: 'signatures', outcome: 'passed' });
  });

  it('is not asked for signatures unless a policy says so', () => {
    const validator = createValidator({ formats, engine });
    const { report } = validator.judge(validator.read(Buffer.from(text)), { receivedAt: NOW });
    expect(report.verdict).toBe('accepted');
    expect(report.stages[2]).toEqual({ name: 'signatures', outcome: 'skipped' });
  });

  it('with signatures that were never made is rejected, or observed', () => {
    expect(judge(text).verdict).toBe('rejected');
    expect(judge(text, { mode: 'observe' }).verdict).toBe('accepted-with-observations');
  });

  const [issuerSignature = ''] =
    /<ds:Signature [^>]*Id="issuer"[\s\S]*?<\/ds:Signature>/.exec(sound) ?? [];
  const [dte = ''] = /<dte:DTE [\s\S]*<\/dte:DTE>/.exec(sound) ?? [];
  const [data = ''] = /<dte:DatosEmision [\s\S]*<\/dte:DatosEmision>/.exec(sound) ?? [];
  const forge = (part: string) => part.replace(/(<dte:GranTotal>)\d/, '$19');
  it.each([
    ['a changed total', forge(sound), '011 011'],
    ['a changed certification', sound.replace(/(<dte:NombreCertificador>)./, '$1X'), '011'],
    ['no signature of the issuer', sound.replace(issuerSignature, ''), '001'],
    [
      'two of the issuer and none of the certifier',
      signFel(Buffer.from(text), { issuer, certifier, xades }).replace(
        /Id="certifier"[\s\S]*/,
        (rest) => rest.replaceAll('#DatosCertificados', '#DatosEmision'),
      ),
      '012 011 001',
    ],
    ['a forged DTE before the signed one', sound.replace(dte, forge(dte) + dte), '009 009 010 010'],
    ['a forged part before the signed one', sound.replace(data, forge(data) + data), '009 010 011'],
    [
      'the signed DTE moved aside',
      sound.replace(dte, `${forge(dte).replaceAll(/ ID="\w+"/g, '')}<dte:DTE>${dte}</dte:DTE>`),
      '010 010',
    ],
    [
      'another taxpayer’s certificate',
      signFel(Buffer.from(text), { issuer: newSigner('99', root), certifier, xades }),
      '027',
    ],
  ])('%s', (_, forged, expected) => {
    expect(forged).not.toBe(sound);
    const told = signatureCodes(forged).split(' ');
    for (const code of expected.split(' ')) expect(told).toContain(code);
  });
});

describe('what the law of FEL demands, and settings change', () => {
  const text = sample('gt-fel');
  const of = (name: string) => newSigner(nitOf(text, name), root);
  const certifier = of('NITCertificador');
  const stranger = newSigner('99', root);
  const by = (issuer: Holder, more: Partial<Signers> = {}) =>
    signFel(Buffer.from(text), { issuer, certifier, ...more });

  it('the certificate of another taxpayer is refused, or observed', () => {
    const foreign = by(stranger, { xades });
    expect(judge(foreign).verdict).toBe('rejected');
    const observed = judge(foreign, { signer: 'observe' });
    expect(observed.verdict).toBe('accepted-with-observations');
    expect(observed.faults.map(({ code, severity }) => [code, severity])).toEqual([
      ['VEN-SIG-027', 'warning'],
    ]);
  });

  it('a signature without XAdES is observed, or refused', () => {
    const plain = by(of('NITEmisor'), { xades: 'none' });
    expect(judge(plain).faults.map(({ code }) => code)).toEqual(['VEN-SIG-019', 'VEN-SIG-019']);
    expect(judge(plain).verdict).toBe('accepted-with-observations');
    expect(judge(plain, { xades: 'require' }).verdict).toBe('rejected');
  });
});

describe('UBL', () => {
  const issuer = newSigner('Seller', root);
  const text = sample('en16931-ubl');
  const sound = signUbl(Buffer.from(text), { issuer, certifier: issuer, xades });

  it('is accepted with an enveloped signature', () => {
    expect(signatureCodes(sound)).toBe('');
    // The standard observes extensions, signed or not.
    expect(judge(sound).verdict).toBe('accepted-with-observations');
  });

  const [signature = ''] = /<ds:Signature [\s\S]*<\/ds:Signature>/.exec(sound) ?? [];
  it.each([
    ['none', text, '001'],
    ['a changed note', sound.replace('</cbc:ID>', '1</cbc:ID>'), '011'],
    [
      'outside the extensions',
      sound.replace(signature, '').replace(/(<\/(?:Invoice|CreditNote)>)/, `${signature}$1`),
      '002',
    ],
    ['over a part only', sound.replace(' URI=""', ' URI="#sig"'), '010'],
  ])('%s', (_, forged, expected) => {
    expect(signatureCodes(forged).split(' ')).toContain(expected);
  });
});

describe('hostile documents', () => {
  it('cost a bounded time', () => {
    const issuer = newSigner('Seller', root);
    const text = sample('en16931-ubl');
    const sound = signUbl(Buffer.from(text), { issuer, certifier: issuer });
    const many = (count: number, one: string) => Array.from({ length: count }, () => one).join('');
    const before = process.cpuUsage();
    const inside = (content: string) => sound.replace('<ds:KeyInfo>', `${content}<ds:KeyInfo>`);
    for (const hostile of [
      sound.replace(/<ds:Reference [\s\S]*<\/ds:Reference>/, (all) => many(10_000, all)),
      inside(many(10_000, '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"/>')),
      sound.replace(/<ds:X509Certificate>[\s\S]*?<\/ds:X509Certificate>/, (all) =>
        many(5_000, all),
      ),
      inside(many(99, '<ds:Object>') + many(99, '</ds:Object>')),
      inside(many(50_000, '<a xmlns="u:1" Id="x"/>')),
    ]) {
      expect(judge(hostile).verdict).toBe('rejected');
    }
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(5_000);
  });
});
