import type { Taxpayer } from '@ventanilla/invoice';
import type { Facts, Report } from '@ventanilla/rules';
import { createXmlEngine } from '@ventanilla/xml';
import { createValidator } from '../../create-validator.ts';
import { gtFel } from '../format.ts';
import { CERTIFIER, ISSUER } from './documents.ts';

const validator = createValidator({ formats: [gtFel], engine: createXmlEngine() });
const encoder = new TextEncoder();

const taxpayer = (id: string, more: Partial<Taxpayer> = {}): [string, Taxpayer] => [
  id,
  {
    id,
    name: id,
    status: 'active',
    affiliation: 'GEN',
    activity: '47',
    region: 'GT-GU',
    size: 'small',
    establishments: ['1'],
    since: '2015-01-01',
    ...more,
  },
];

/** Facts of reception soon after certification, with changes to the issuer's record. */
export const factsWith = (
  issuer: Partial<Taxpayer> | 'unknown' = {},
  receivedAt = '2026-05-06T16:00:00.000Z',
): Facts => ({
  receivedAt,
  registry: {
    taxpayers: new Map([
      taxpayer('28733657'),
      ...(issuer === 'unknown' ? [] : [taxpayer(ISSUER, issuer)]),
    ]),
    submitter: { clientId: 'c', taxpayerId: CERTIFIER, kind: 'certifier' },
    mandates: new Set([ISSUER]),
  },
});

export const DESK: Facts = { receivedAt: '2026-05-06T16:00:00.000Z' };

export const judge = (xml: string, facts: Facts = DESK): Report =>
  validator.judge(validator.read(encoder.encode(xml)), facts).report;

export const read = (xml: string) => {
  const { summary, invoice } = validator.judge(validator.read(encoder.encode(xml)), DESK);
  return { summary, invoice };
};
