import { defineSchema, type XmlSchema } from '@ventanilla/xml';
import { writeAnnulmentSchema } from './annulment.ts';
import { COMPLEMENT, COMPLEMENT_SCHEMAS, type Complement } from './complements.ts';
import { writeDteSchema } from './dte.ts';

export { COMPLEMENT, type Complement } from './complements.ts';

export const DTE_NAMESPACE = 'http://www.sat.gob.gt/dte/fel/0.2.0';
export const ANNULMENT_NAMESPACE = 'http://www.sat.gob.gt/dte/fel/0.1.0';

const COMPLEMENTS = Object.keys(COMPLEMENT) as Complement[];

/** Our own schema of a DTE with its complements; compiled when the first document needs it. */
export const DTE_SCHEMA: XmlSchema = defineSchema(
  'gt-fel-dte.xsd',
  () =>
    new Map([
      [
        'gt-fel-dte.xsd',
        writeDteSchema(
          DTE_NAMESPACE,
          COMPLEMENTS.map((name) => COMPLEMENT[name]),
        ),
      ],
      ...COMPLEMENTS.map((name, index): [string, string] => [
        `complement-${index}.xsd`,
        COMPLEMENT_SCHEMAS[name],
      ]),
    ]),
);

/** Our own schema of annulment and reversal. */
export const ANNULMENT_SCHEMA: XmlSchema = defineSchema(
  'gt-fel-annulment.xsd',
  () => new Map([['gt-fel-annulment.xsd', writeAnnulmentSchema(ANNULMENT_NAMESPACE)]]),
);
