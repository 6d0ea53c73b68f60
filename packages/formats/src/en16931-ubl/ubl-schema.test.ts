import { describeWithCorpora, listFiles, readBytes } from '@ventanilla/testing/corpora';
import { createXmlEngine } from '@ventanilla/xml';
import { CREDIT_NOTE_NS, CREDIT_NOTE_SCHEMA, INVOICE_NS, INVOICE_SCHEMA } from './ubl-schema.ts';

describeWithCorpora('our UBL 2.1 schema against the official one', (folder) => {
  const engine = createXmlEngine();
  const official = new Map(
    listFiles(`${folder}/ubl-xsd/ubl21-runtime`, '.xsd').map((file) => [
      file.split('/').slice(-2).join('/'),
      new TextDecoder().decode(readBytes(file)),
    ]),
  );
  const pairs = new Map([
    [
      INVOICE_NS,
      [INVOICE_SCHEMA, engine.compileSchema('maindoc/UBL-Invoice-2.1.xsd', official)] as const,
    ],
    [
      CREDIT_NOTE_NS,
      [
        CREDIT_NOTE_SCHEMA,
        engine.compileSchema('maindoc/UBL-CreditNote-2.1.xsd', official),
      ] as const,
    ],
  ]);

  it.each([
    'unit-cases',
    'en16931',
    'peppol-bis3',
    'xrechnung',
    'ubl-examples',
    'phive-rules',
    'mustang',
    'gobl',
    'sa-zatca',
    'pe-sunat',
    'co-dian',
  ])('%s: the same errors at the same places', (corpus) => {
    let compared = 0;
    const differ: unknown[] = [];
    for (const file of listFiles(`${folder}/${corpus}`, '.xml')) {
      const result = engine.parse(readBytes(file));
      if (!result.ok) continue;
      const { document } = result;
      const pair = pairs.get(document.root.namespace);
      if (pair !== undefined) {
        compared += 1;
        const [ours, theirs] = pair.map((schema) =>
          document
            .validate(schema)
            // What extensions hold we do not judge.
            .filter(({ place }) => !place.path.includes('ext:ExtensionContent/'))
            .map(({ code, place }) => `${code} ${place.path}`),
        );
        if (JSON.stringify(ours) !== JSON.stringify(theirs)) differ.push([file, ours, theirs]);
      }
      document.dispose();
    }
    expect(differ).toEqual([]);
    expect(compared).toBeGreaterThan(0);
  });
});
