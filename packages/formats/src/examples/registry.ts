/** Examples of the rules on issuer and submitter: one document, and a registry that says otherwise. */
import type { Taxpayer } from '@ventanilla/invoice';
import type { Facts } from '@ventanilla/rules';
import type { ExampleSet } from './example.ts';

const SOMEBODY_ELSE = 'OTHER1';

/** Facts in which the issuer stands as `record` says; by default it is active and submits itself. */
function factsAbout(
  issuerId: string,
  record: Partial<Taxpayer> | 'unknown' = {},
  submitter = issuerId,
): Facts {
  const taxpayer: Taxpayer = {
    id: issuerId,
    name: issuerId,
    status: 'active',
    affiliation: 'GEN',
    activity: '47',
    region: 'ES-MD',
    size: 'small',
    establishments: ['1'],
    since: '2015-01-01',
    ...(record === 'unknown' ? {} : record),
  };
  return {
    receivedAt: '2026-05-06T16:00:00.000Z',
    registry: {
      taxpayers: new Map(record === 'unknown' ? [] : [[issuerId, taxpayer]]),
      submitter: { clientId: 'client', taxpayerId: submitter, kind: 'certifier' },
      mandates: new Set(),
    },
  };
}

/** VEN-REG-001 to 004 and VEN-SUB-001, shown by a sound document of 2026-05-04 issued by `issuerId`. */
export function registryExamples(content: () => string, issuerId: string): ExampleSet {
  const failing: Readonly<Record<string, Facts>> = {
    'VEN-REG-001': factsAbout(issuerId, 'unknown'),
    'VEN-REG-002': factsAbout(issuerId, { status: 'suspended' }),
    'VEN-REG-003': factsAbout(issuerId, { since: '2026-05-05' }),
    'VEN-REG-004': { ...factsAbout(issuerId), receivedAt: '2026-05-01T12:00:00.000Z' },
    'VEN-SUB-001': factsAbout(issuerId, {}, SOMEBODY_ELSE),
  };
  return {
    example: (code) => {
      const facts = failing[code];
      if (facts === undefined) return undefined;
      const document = content();
      return {
        passing: { content: document, facts: factsAbout(issuerId) },
        failing: { content: document, facts },
      };
    },
    reasons: {},
  };
}
