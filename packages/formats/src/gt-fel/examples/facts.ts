/** What is known when an example is judged: nothing, or a registry in which the issuer stands as told. */
import type { Taxpayer } from '@ventanilla/invoice';
import type { Facts } from '@ventanilla/rules';
import { CERTIFIER, ISSUER } from './documents.ts';

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
