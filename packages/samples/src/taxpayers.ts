import type { Taxpayer } from '@ventanilla/invoice';
import { createNit } from './identifiers.ts';

/** A demonstration client: what the embedded issuer of tokens seeds. */
export interface DemoClient {
  readonly clientId: string;
  readonly taxpayerId: string;
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
}

const DEPARTMENTS = ['GU', 'SA', 'QZ', 'ES', 'AV', 'HU', 'PE', 'IZ', 'CM', 'ZA', 'JU', 'SU'];
const ACTIVITIES = ['47', '46', '10', '56', '62', '41', '49', '69', '01', '86', '55', '14'];
const SIZES = ['micro', 'small', 'medium', 'large'] as const;
const COUNTRIES = ['DE', 'ES', 'FR', 'IT', 'PT', 'NL'] as const;
const TRADES = ['Ferretería', 'Café', 'Librería', 'Taller', 'Panadería', 'Clínica', 'Imprenta'];
const SAINTS = ['La Esperanza', 'El Progreso', 'San José', 'Los Pinos', 'La Ceiba', 'El Faro'];

const GT_COUNT = 140;
const EU_COUNT = 60;

const statusOf = (index: number): Taxpayer['status'] =>
  index % 50 === 49 ? 'cancelled' : index % 25 === 24 ? 'suspended' : 'active';

/** The first 116 are GEN, then small taxpayers, then exempt ones. */
const affiliationOf = (index: number): string =>
  index < 116 ? 'GEN' : index < 130 ? 'PEQ' : 'EXE';

const fromGuatemala = (index: number): Taxpayer => ({
  id: createNit(String(9_900_000_000 + index * 7_351)),
  name: `${TRADES[index % 7]} ${SAINTS[index % 6]} ${index + 1}, S.A.`,
  status: statusOf(index),
  affiliation: affiliationOf(index),
  activity: ACTIVITIES[index % 12]!,
  region: `GT-${DEPARTMENTS[(index * 5) % 12]}`,
  size: SIZES[(index * 7) % 4]!,
  establishments: index % 3 === 0 ? ['1', '2'] : ['1'],
  since: `201${index % 10}-01-01`,
});

/** VAT numbers of the right shape for their country; EN 16931 looks at the prefix only (BR-CO-09). */
const vatId = (country: (typeof COUNTRIES)[number], index: number): string => {
  const digits = String(900_000_000 + index * 1_237);
  const shapes = {
    DE: digits,
    ES: `B${digits.slice(1)}`,
    FR: `40${digits}`,
    IT: `${digits}00`,
    PT: digits,
    NL: `${digits}B01`,
  };
  return country + shapes[country];
};

const fromEurope = (index: number): Taxpayer => {
  const country = COUNTRIES[index % 6]!;
  return {
    id: vatId(country, index),
    name: `Muster ${country} ${index + 1} Ltd`,
    status: statusOf(index),
    affiliation: 'VAT',
    activity: ACTIVITIES[(index * 5) % 12]!,
    region: country,
    size: SIZES[index % 4]!,
    establishments: ['1'],
    since: '2015-01-01',
  };
};

const other = (id: string, name: string, region = 'GT-GU'): Taxpayer => ({
  id,
  name,
  status: 'active',
  affiliation: 'GEN',
  activity: '62',
  region,
  size: 'medium',
  establishments: ['1'],
  since: '2010-01-01',
});

/** The certifier of the public FEL examples, so that they too can be handed in by the demonstration client. */
export const DEMO_CERTIFIER_ID = '16693949';

/** Sellers of the public EN 16931 examples in UBL, so that those too can be handed in. */
const EXAMPLE_SELLERS = [
  ['NL820098395B01', 'NL'],
  ['NL16356706', 'NL'],
  ['NL809163160B01', 'NL'],
  ['NO123456789MVA', 'NO'],
  ['BE0000000196', 'BE'],
  ['DK123456789MVA', 'DK'],
  ['5532331183', 'SE'],
] as const;

let registry: readonly Taxpayer[] | undefined;

/** The whole demonstration registry: 140 Guatemalan and 60 European issuers, the certifier, and the issuers of the public examples. */
export function demoTaxpayers(): readonly Taxpayer[] {
  registry ??= [
    ...Array.from({ length: GT_COUNT }, (_, index) => fromGuatemala(index)),
    ...Array.from({ length: EU_COUNT }, (_, index) => fromEurope(index)),
    other(DEMO_CERTIFIER_ID, 'Certificador de Demostración'),
    other('99999999905', 'Emisor de Prueba, S.A.'),
    other('28733657', 'Emisor de Ejemplo, S.A.'),
    ...EXAMPLE_SELLERS.map(([id, country]) => other(id, `Example seller ${id}`, country)),
  ];
  return registry;
}

/** Every taxpayer of the demonstration lets the one certifier submit for it. */
export const demoMandates = (): readonly {
  readonly certifierId: string;
  readonly taxpayerId: string;
}[] => demoTaxpayers().map(({ id }) => ({ certifierId: DEMO_CERTIFIER_ID, taxpayerId: id }));

const READ = ['documents:read', 'documents:search', 'totals:read'];

/** The demonstration clients: one per kind of person. The taxpayer is the first issuer of the registry. */
export const demoClients = (): readonly DemoClient[] => [
  {
    clientId: 'demo-taxpayer',
    taxpayerId: demoTaxpayers()[0]!.id,
    roles: ['taxpayer'],
    scopes: ['documents:submit', ...READ, 'originals:read'],
  },
  {
    clientId: 'demo-certifier',
    taxpayerId: DEMO_CERTIFIER_ID,
    roles: ['certifier'],
    scopes: ['documents:submit', ...READ, 'originals:read'],
  },
  {
    clientId: 'demo-auditor',
    taxpayerId: 'AUTHORITY',
    roles: ['auditor'],
    scopes: [...READ, 'originals:read'],
  },
  {
    clientId: 'demo-supervisor',
    taxpayerId: 'AUTHORITY',
    roles: ['auditor'],
    scopes: ['audit:read'],
  },
  {
    clientId: 'demo-operator',
    taxpayerId: 'AUTHORITY',
    roles: ['operator'],
    scopes: ['operate', 'totals:read', 'audit:read'],
  },
];
