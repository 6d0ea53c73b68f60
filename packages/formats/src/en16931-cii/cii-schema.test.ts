import { describeWithCorpora, listFiles, readBytes } from '@ventanilla/testing/corpora';
import { createXmlEngine } from '@ventanilla/xml';
import { CII_SCHEMA, RSM_NS } from './cii-schema.ts';

describeWithCorpora('our CII D16B schema against the official one', (folder) => {
  const engine = createXmlEngine();
  const files = listFiles(`${folder}/en16931/schema-cii`, '.xsd').filter((file) =>
    file.includes('/uncoupled_clm/'),
  );
  const official = new Map(
    files.map((file) => [
      file.split('/').at(-1) ?? '',
      new TextDecoder()
        .decode(readBytes(file))
        // All in one folder: the lists are imported from beside.
        .replace(/schemaLocation="[^"]*\/([^/"]+)"/g, 'schemaLocation="$1"'),
    ]),
  );
  const theirs = engine.compileSchema('CrossIndustryInvoice_100pD16B.xsd', official);

  it.each(['unit-cases', 'en16931', 'xrechnung', 'mustang', 'phive-rules'])('%s', (corpus) => {
    let compared = 0;
    const differ: unknown[] = [];
    for (const file of listFiles(`${folder}/${corpus}`, '.xml')) {
      const result = engine.parse(readBytes(file));
      if (!result.ok) continue;
      const { document } = result;
      if (document.root.namespace === RSM_NS) {
        compared += 1;
        const [a, b] = [CII_SCHEMA, theirs].map((schema) =>
          document.validate(schema).map(({ code, place }) => `${code} ${place.path}`),
        );
        if (JSON.stringify(a) !== JSON.stringify(b)) differ.push([file, a, b]);
      }
      document.dispose();
    }
    expect(differ).toEqual([]);
    expect(compared).toBeGreaterThan(0);
  });
});
