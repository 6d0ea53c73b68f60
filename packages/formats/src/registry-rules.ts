/** Rules every format shares: what the registry and the clock say about issuer and submitter. */
import type { Facts, Finding, Rule } from '@ventanilla/rules';

/** How to find the facts in a format's own model. */
export interface RegistryAccess<M> {
  /** Normalised id of the issuer; undefined when the document lacks it. */
  readonly issuerId: (model: M) => string | undefined;
  /** ISO day; undefined when absent or not a date. */
  readonly issueDate: (model: M) => string | undefined;
  /** Model paths for findings. */
  readonly issuerAt: string;
  readonly dateAt: string;
  /** Hours by which local time there is at most ahead of UTC; 14 covers the whole earth. */
  readonly utcOffsetHoursMax?: number;
}

const SOURCE = 'Ventanilla: registry';
const MILLISECONDS_PER_HOUR = 3_600_000;

/** Latest local day on earth at the time of reception. */
const latestDay = (receivedAt: string, offsetHours: number): string => {
  const instant = Date.parse(receivedAt);
  return Number.isNaN(instant)
    ? '9999-12-31'
    : new Date(instant + offsetHours * MILLISECONDS_PER_HOUR).toISOString().slice(0, 10);
};

const UNKNOWN = {
  code: 'VEN-REG-001',
  severity: 'fatal',
  scope: 'registry',
  source: SOURCE,
  message: {
    es: 'El emisor {actual} no está en el registro de contribuyentes',
    en: 'The issuer {actual} is not in the taxpayer registry',
  },
  hint: {
    es: 'Compruebe el identificador del emisor o inscríbalo.',
    en: "Check the issuer's identifier, or register the issuer.",
  },
} as const;

const INACTIVE = {
  code: 'VEN-REG-002',
  severity: 'fatal',
  scope: 'registry',
  source: SOURCE,
  message: {
    es: 'El emisor no está activo en el registro: {actual}',
    en: 'The issuer is not active in the registry: {actual}',
  },
  hint: {
    es: 'Regularice la situación del emisor ante la administración.',
    en: "Put the issuer's standing with the authority in order.",
  },
} as const;

const TOO_EARLY = {
  code: 'VEN-REG-003',
  severity: 'fatal',
  scope: 'registry',
  source: SOURCE,
  message: {
    es: 'El emisor puede emitir desde {expected}; el documento es del {actual}',
    en: 'The issuer may issue from {expected}; the document is of {actual}',
  },
  hint: {
    es: 'Use una fecha de emisión posterior al alta del emisor.',
    en: "Use an issue date after the issuer's enrolment.",
  },
} as const;

const FUTURE = {
  code: 'VEN-REG-004',
  severity: 'fatal',
  source: SOURCE,
  message: {
    es: 'La fecha de emisión {actual} está en el futuro',
    en: 'The issue date {actual} is in the future',
  },
  hint: {
    es: 'Envíe el documento en su fecha o corrija la fecha.',
    en: 'Send the document on its date, or mend the date.',
  },
} as const;

const FOREIGN = {
  code: 'VEN-SUB-001',
  severity: 'fatal',
  scope: 'registry',
  source: 'Ventanilla: mandates',
  message: {
    es: 'Quien envía no puede hacerlo por el emisor {actual}',
    en: 'The submitter may not submit for the issuer {actual}',
  },
  hint: {
    es: 'Envíe con las credenciales del emisor o registre su mandato.',
    en: "Submit with the issuer's own credentials, or register the mandate.",
  },
} as const;

/** VEN-REG-001 to 004 and VEN-SUB-001 for a model. */
export function registryRules<M>(access: RegistryAccess<M>): readonly Rule<M>[] {
  type Check = (issuerId: string, model: M, facts: Facts) => Omit<Finding, 'at'> | undefined;
  const onIssuer =
    (check: Check): Rule<M>['check'] =>
    (model, report, facts) => {
      const issuerId = access.issuerId(model);
      if (issuerId === undefined || facts.registry === undefined) return;
      const finding = check(issuerId, model, facts);
      if (finding !== undefined) report({ at: access.issuerAt, ...finding });
    };
  const taxpayer = (issuerId: string, facts: Facts) => facts.registry?.taxpayers.get(issuerId);
  return [
    {
      ...UNKNOWN,
      check: onIssuer((id, _, facts) => (taxpayer(id, facts) ? undefined : { actual: id })),
    },
    {
      ...INACTIVE,
      check: onIssuer((id, _, facts) => {
        const status = taxpayer(id, facts)?.status ?? 'active';
        return status === 'active' ? undefined : { expected: 'active', actual: status };
      }),
    },
    {
      ...TOO_EARLY,
      check: onIssuer((id, model, facts) => {
        const since = taxpayer(id, facts)?.since;
        const date = access.issueDate(model);
        if (since === undefined || date === undefined || since.slice(0, 10) <= date)
          return undefined;
        return { expected: since.slice(0, 10), actual: date };
      }),
    },
    {
      ...FUTURE,
      check: (model, report, facts) => {
        const date = access.issueDate(model);
        // No later than the day in UTC is the usual case, and needs no calendar.
        if (date === undefined || date <= facts.receivedAt.slice(0, 10)) return;
        const latest = latestDay(facts.receivedAt, access.utcOffsetHoursMax ?? 14);
        if (date > latest) report({ at: access.dateAt, expected: `≤ ${latest}`, actual: date });
      },
    },
    {
      ...FOREIGN,
      check: onIssuer((id, _, facts) => {
        const registry = facts.registry;
        if (registry === undefined || registry.submitter.taxpayerId === id) return undefined;
        return registry.mandates.has(id) ? undefined : { actual: id };
      }),
    },
  ];
}
