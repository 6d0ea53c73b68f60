/** Templates for those who deploy without the CDK stand by themselves. */
import { readEnvironment } from '../src/settings/read.ts';
import { parameterised, parametersOf, type Template, templatesOf } from '../src/templates.ts';

const prod = readEnvironment('prod');
let templates: readonly Template[] = [];
beforeAll(() => {
  templates = templatesOf(prod);
}, 300_000);

/** CloudFormation takes no more of a template that lies in S3. */
const BYTES_MAX = 1_000_000;

const references = (value: unknown): readonly string[] => {
  if (typeof value !== 'object' || value === null) return [];
  const { Ref } = value as { readonly Ref?: string };
  return [...(Ref === undefined ? [] : [Ref]), ...Object.values(value).flatMap(references)];
};

describe('templates', () => {
  it('need no bootstrap and no assets', () => {
    expect(templates.length).toBeGreaterThan(10);
    for (const { body } of templates) {
      const text = JSON.stringify(body);
      expect(text).not.toMatch(/BootstrapVersion|cdk-hnb659fds|AssetParameters|aws:asset/);
      expect(text.length).toBeLessThan(BYTES_MAX);
    }
  });

  it('declare every name they refer to', () => {
    for (const { stack, body } of templates) {
      const known = new Set([
        ...Object.keys(body.Resources as object),
        ...Object.keys((body.Parameters ?? {}) as object),
      ]);
      const unknown = references(body).filter((ref) => !ref.startsWith('AWS::') && !known.has(ref));
      expect({ stack, unknown }).toEqual({ stack, unknown: [] });
    }
  });

  it('come in an order in which every import is exported before', () => {
    const exported = new Set<string>();
    for (const { body } of templates) {
      const imports = [...JSON.stringify(body).matchAll(/"Fn::ImportValue":"([^"]+)"/g)];
      for (const [, name] of imports) expect(exported).toContain(name);
      for (const output of Object.values((body.Outputs ?? {}) as object)) {
        const name = (output as { readonly Export?: { readonly Name: string } }).Export?.Name;
        if (name !== undefined) exported.add(name);
      }
    }
    expect(exported.size).toBeGreaterThan(20);
  });

  it('take what differs by site as parameters, nowhere written in', () => {
    const declared = new Set(
      templates.flatMap(({ body }) => Object.keys((body.Parameters ?? {}) as object)),
    );
    for (const { name, value } of parametersOf(prod)) {
      expect(declared).toContain(name);
      for (const { body } of templates) {
        expect(JSON.stringify([body.Resources, body.Outputs])).not.toContain(`"${value}"`);
      }
    }
  });

  it('keep what only looks like a reference', () => {
    const [host] = parametersOf(prod).filter(({ name }) => name === 'ApiHost');
    const body = { Resources: { a: { Properties: { p: `s3://x/\${day}/${host?.value}` } } } };
    expect(parameterised(body, parametersOf(prod)).Resources).toEqual({
      a: { Properties: { p: { 'Fn::Sub': `s3://x/\${!day}/\${ApiHost}` } } },
    });
  });
});
