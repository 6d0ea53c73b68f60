import { createXmlEngine } from '../../packages/xml/src/index.ts';
import { outlineOfCanonical, outlineOfTree } from './outline.ts';

const read = (text: string) => {
  const result = createXmlEngine().parse(new TextEncoder().encode(text));
  if (!result.ok) throw new Error(result.detail);
  const { root, canonicalise, dispose } = result.document;
  const form = canonicalise(undefined, { exclusive: false, comments: true });
  dispose();
  return { ours: outlineOfTree(root), canonical: new TextDecoder().decode(form?.bytes) };
};

describe('outline', () => {
  const { ours, canonical } = read(
    `<?p i?><a xmlns="u" xmlns:b="v" b:x="1 &lt; &quot;2&quot; > &#10;" y=''><!-- < --><b:c xmlns=""><d>&amp;<![CDATA[<&]]>\r\nt</d> </b:c>e<?q?>f</a>`,
  );
  it('is the same from both sides', () => {
    expect(outlineOfCanonical(canonical)).toEqual(ours);
    expect(ours).toHaveLength(3);
  });

  it.each([
    ['a text', '&amp;&lt;&amp;', '&amp;&lt;'],
    ['a value', 'y=""', 'y="1"'],
    ['a namespace', 'xmlns="u"', 'xmlns="w"'],
    ['a namespace taken back', ' xmlns=""', ''],
    ['a prefix', 'b:x=', 'x='],
    ['an element', '<d>', '<e>'],
  ])('differs by %s', (_, from, to) => {
    expect(canonical).toContain(from);
    expect(outlineOfCanonical(canonical.replace(from, to))).not.toEqual(ours);
  });
});
