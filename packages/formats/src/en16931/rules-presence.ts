/** BR-01 to BR-65: what has to be there. Content is judged by the other files. */
import type { Party } from '@ventanilla/invoice';
import {
  defineRule,
  type EnRule,
  each,
  eachBreakdown,
  eachOfLines,
  requireTerm,
} from './define.ts';
import type { EnModel } from './model.ts';

const blank = (value: string | undefined): boolean => value === undefined || value === '';

const header: readonly EnRule[] = [
  requireTerm('BR-01', 'BT-24', ({ invoice }, missing) => {
    if (blank(invoice.specification)) missing('specification');
  }),
  requireTerm('BR-02', 'BT-1', ({ invoice }, missing) => {
    if (blank(invoice.number)) missing('number');
  }),
  requireTerm('BR-03', 'BT-2', ({ invoice }, missing) => {
    if (blank(invoice.issueDate)) missing('issueDate');
  }),
  requireTerm('BR-04', 'BT-3', ({ invoice }, missing) => {
    if (blank(invoice.typeCode)) missing('typeCode');
  }),
  requireTerm('BR-05', 'BT-5', ({ invoice }, missing) => {
    if (blank(invoice.currency)) missing('currency');
  }),
  requireTerm('BR-16', 'BG-25', ({ invoice }, missing) => {
    if (invoice.lines === undefined) missing('lines');
  }),
  requireTerm('BR-53', 'BT-111', ({ invoice, taxTotals }, missing) => {
    const { taxCurrency } = invoice;
    if (taxCurrency === undefined) return;
    if (!taxTotals.some(({ currency }) => currency === taxCurrency)) {
      missing('totals/taxInAccountingCurrency');
    }
  }),
  requireTerm('BR-55', 'BT-25', ({ invoice }, missing) => {
    each(invoice.precedingInvoices, 'precedingInvoices', ({ number }, at) => {
      if (number === undefined) missing(at);
    });
  }),
  requireTerm('BR-52', 'BT-122', ({ invoice }, missing) => {
    if (invoice.object?.id === '') missing('object');
    each(invoice.supportingDocuments, 'supportingDocuments', ({ reference }, at) => {
      if (blank(reference)) missing(at);
    });
  }),
];

/** Country of an address that is there. */
const country =
  (at: string, pick: (model: EnModel) => { readonly address?: { country?: string } } | undefined) =>
  (model: EnModel, missing: (at: string) => void): void => {
    const address = pick(model)?.address;
    if (address !== undefined && blank(address.country)) missing(`${at}/address`);
  };

const parties: readonly EnRule[] = [
  requireTerm('BR-06', 'BT-27', ({ invoice }, missing) => {
    if (blank(invoice.seller?.name)) missing('seller/name');
  }),
  requireTerm('BR-07', 'BT-44', ({ invoice }, missing) => {
    if (blank(invoice.buyer?.name)) missing('buyer/name');
  }),
  requireTerm('BR-08', 'BG-5', ({ invoice }, missing) => {
    if (invoice.seller?.address === undefined) missing('seller/address');
  }),
  requireTerm(
    'BR-09',
    'BT-40',
    country('seller', ({ invoice }) => invoice.seller),
  ),
  requireTerm('BR-10', 'BG-8', ({ invoice }, missing) => {
    if (invoice.buyer?.address === undefined) missing('buyer/address');
  }),
  requireTerm(
    'BR-11',
    'BT-55',
    country('buyer', ({ invoice }) => invoice.buyer),
  ),
  defineRule(
    'BR-17',
    {
      message: {
        es: 'El beneficiario (BG-10) debe tener nombre (BT-59) y ser distinto del vendedor',
        en: 'The payee (BG-10) must have a name (BT-59) and differ from the seller',
      },
      hint: {
        es: 'Indique el nombre del beneficiario, o quítelo si es el vendedor.',
        en: 'Name the payee, or leave it out when it is the seller.',
      },
    },
    ({ invoice }, report) => {
      if (invoice.payee !== undefined && !isOwnPayee(invoice.payee, invoice.seller)) {
        report({ at: 'payee' });
      }
    },
  ),
  requireTerm('BR-18', 'BT-62', ({ invoice }, missing) => {
    const { taxRepresentative } = invoice;
    if (taxRepresentative !== undefined && blank(taxRepresentative.name)) {
      missing('taxRepresentative');
    }
  }),
  requireTerm('BR-19', 'BG-12', ({ invoice }, missing) => {
    const { taxRepresentative } = invoice;
    if (taxRepresentative !== undefined && taxRepresentative.address === undefined) {
      missing('taxRepresentative');
    }
  }),
  requireTerm(
    'BR-20',
    'BT-69',
    country('taxRepresentative', ({ invoice }) => invoice.taxRepresentative),
  ),
  requireTerm('BR-56', 'BT-63', ({ invoice }, missing) => {
    const { taxRepresentative } = invoice;
    if (taxRepresentative !== undefined && taxRepresentative.vatId === undefined) {
      missing('taxRepresentative');
    }
  }),
  defineRule(
    'BR-57',
    {
      message: {
        es: 'La dirección de entrega (BG-15) debe tener país (BT-80)',
        en: 'The delivery address (BG-15) must have a country code (BT-80)',
      },
      hint: { es: 'Indique el país de entrega.', en: 'Give the country of delivery.' },
    },
    ({ invoice }, report) => {
      const address = invoice.delivery?.address;
      if (address !== undefined && address.country === undefined)
        report({ at: 'delivery/address' });
    },
  ),
];

/** A payee has a name that is not the seller's, nor any identifier of the seller. */
function isOwnPayee(payee: Party, seller: Party | undefined): boolean {
  if (payee.name === undefined) return false;
  if (seller?.tradingName === payee.name) return false;
  const ids = new Set((seller?.identifiers ?? []).map(({ id }) => id));
  return !(payee.identifiers ?? []).some(({ id }) => ids.has(id));
}

const totals: readonly EnRule[] = (
  [
    ['BR-12', 'BT-106', 'lineNet'],
    ['BR-13', 'BT-109', 'withoutTax'],
    ['BR-14', 'BT-112', 'withTax'],
    ['BR-15', 'BT-115', 'due'],
  ] as const
).map(([code, term, field]) =>
  requireTerm(code, term, ({ invoice }, missing) => {
    if (invoice.totals !== undefined && invoice.totals[field] === undefined) {
      missing(`totals/${field}`);
    }
  }),
);

const lines: readonly EnRule[] = [
  requireTerm('BR-21', 'BT-126', ({ invoice }, missing) =>
    each(invoice.lines, 'lines', ({ id }, at) => {
      if (blank(id)) missing(at);
    }),
  ),
  requireTerm('BR-22', 'BT-129', ({ invoice }, missing) =>
    each(invoice.lines, 'lines', ({ quantity }, at) => {
      if (quantity === undefined) missing(at);
    }),
  ),
  requireTerm('BR-23', 'BT-130', ({ invoice }, missing) =>
    each(invoice.lines, 'lines', ({ unit }, at) => {
      if (unit === undefined) missing(at);
    }),
  ),
  requireTerm('BR-24', 'BT-131', ({ invoice }, missing) =>
    each(invoice.lines, 'lines', ({ netAmount }, at) => {
      if (netAmount === undefined) missing(at);
    }),
  ),
  requireTerm('BR-25', 'BT-153', ({ invoice }, missing) =>
    each(invoice.lines, 'lines', ({ item }, at) => {
      if (blank(item?.name)) missing(at);
    }),
  ),
  requireTerm('BR-26', 'BT-146', ({ invoice }, missing) =>
    each(invoice.lines, 'lines', ({ price }, at) => {
      if (price?.net === undefined) missing(at);
    }),
  ),
  requireTerm('BR-CO-04', 'BT-151', ({ invoice }, missing) =>
    each(invoice.lines, 'lines', ({ taxCategory }, at) => {
      if (taxCategory === undefined) missing(at);
    }),
  ),
  requireTerm('BR-54', 'BT-160', ({ invoice }, missing) =>
    each(invoice.lines, 'lines', ({ item }, line) => {
      each(item?.attributes, `${line}/item/attributes`, ({ name, value }, at) => {
        if (name === undefined || value === undefined) missing(at);
      });
    }),
  ),
];

const reasoned = (entry: { readonly reason?: string; readonly reasonCode?: string }): boolean =>
  entry.reason !== undefined || entry.reasonCode !== undefined;

const ofDocument = (
  kind: 'allowances' | 'charges',
  codes: readonly string[],
): readonly EnRule[] => {
  const isCharge = kind === 'charges';
  const [amount = '', category = '', reason = '', sameReason = ''] = codes;
  const why = (code: string): EnRule =>
    requireTerm(code, isCharge ? 'BT-104' : 'BT-97', ({ invoice }, missing) =>
      each(invoice[kind], kind, (entry, at) => {
        if (!reasoned(entry)) missing(at);
      }),
    );
  return [
    requireTerm(amount, isCharge ? 'BT-99' : 'BT-92', ({ invoice }, missing) =>
      each(invoice[kind], kind, (entry, at) => {
        if (entry.amount === undefined) missing(at);
      }),
    ),
    requireTerm(category, isCharge ? 'BT-102' : 'BT-95', ({ invoice }, missing) =>
      each(invoice[kind], kind, (entry, at) => {
        if (entry.taxCategory === undefined) missing(at);
      }),
    ),
    why(reason),
    why(sameReason),
  ];
};

const ofLines = (kind: 'allowances' | 'charges', codes: readonly string[]): readonly EnRule[] => {
  const isCharge = kind === 'charges';
  const [amount = '', reason = '', sameReason = ''] = codes;
  const why = (code: string): EnRule =>
    requireTerm(code, isCharge ? 'BT-144' : 'BT-139', (model, missing) =>
      eachOfLines(model, kind, (entry, at) => {
        if (!reasoned(entry)) missing(at);
      }),
    );
  return [
    requireTerm(amount, isCharge ? 'BT-141' : 'BT-136', (model, missing) =>
      eachOfLines(model, kind, (entry, at) => {
        if (entry.amount === undefined) missing(at);
      }),
    ),
    why(reason),
    why(sameReason),
  ];
};

const breakdown: readonly EnRule[] = [
  requireTerm('BR-45', 'BT-116', (model, missing) =>
    eachBreakdown(model, ({ taxableAmount }, at) => {
      if (taxableAmount === undefined) missing(at);
    }),
  ),
  requireTerm('BR-46', 'BT-117', (model, missing) =>
    eachBreakdown(model, ({ taxAmount }, at) => {
      if (taxAmount === undefined) missing(at);
    }),
  ),
  requireTerm('BR-47', 'BT-118', (model, missing) =>
    eachBreakdown(model, ({ category }, at) => {
      if (category === undefined) missing(at);
    }),
  ),
  requireTerm('BR-48', 'BT-119', (model, missing) =>
    eachBreakdown(model, ({ category, rate }, at) => {
      if (rate === undefined && category !== 'O') missing(at);
    }),
  ),
  requireTerm('BR-CO-18', 'BG-23', ({ invoice }, missing) => {
    if (invoice.taxBreakdown === undefined) missing('taxBreakdown');
  }),
];

const CREDIT_TRANSFER = new Set(['30', '58']);

const payments: readonly EnRule[] = [
  requireTerm('BR-49', 'BT-81', ({ invoice }, missing) =>
    each(invoice.payments, 'payments', ({ meansCode }, at) => {
      if (meansCode === undefined) missing(at);
    }),
  ),
  requireTerm('BR-50', 'BT-84', ({ invoice }, missing) =>
    each(invoice.payments, 'payments', ({ meansCode, accounts }, payment) => {
      if (!CREDIT_TRANSFER.has(meansCode ?? '')) return;
      each(accounts, `${payment}/accounts`, ({ id }, at) => {
        if (blank(id)) missing(at);
      });
    }),
  ),
  defineRule(
    'BR-61',
    {
      message: {
        es: 'Un pago por transferencia (BT-81 30 o 58) debe indicar la cuenta (BT-84)',
        en: 'A payment by credit transfer (BT-81 30 or 58) must give the account (BT-84)',
      },
      hint: { es: 'Indique la cuenta de destino.', en: 'Give the account to pay to.' },
    },
    ({ invoice }, report) =>
      each(invoice.payments, 'payments', ({ meansCode, accounts }, at) => {
        if (!CREDIT_TRANSFER.has(meansCode ?? '')) return;
        if (!(accounts ?? []).some(({ id }) => id !== undefined)) report({ at });
      }),
  ),
];

const scheme = (code: string, es: string, en: string, find: EnRule['check']): EnRule =>
  defineRule(
    code,
    {
      message: {
        es: `Falta el esquema del identificador: ${es}`,
        en: `The scheme of the identifier is missing: ${en}`,
      },
      hint: { es: 'Indique el código del esquema.', en: 'Give the code of the scheme.' },
    },
    find,
  );

const schemes: readonly EnRule[] = [
  scheme('BR-62', 'BT-34', 'BT-34', ({ invoice }, report) => {
    const address = invoice.seller?.electronicAddress;
    if (address !== undefined && address.scheme === undefined) {
      report({ at: 'seller/electronicAddress' });
    }
  }),
  scheme('BR-63', 'BT-49', 'BT-49', ({ invoice }, report) => {
    const address = invoice.buyer?.electronicAddress;
    if (address !== undefined && address.scheme === undefined) {
      report({ at: 'buyer/electronicAddress' });
    }
  }),
  scheme('BR-64', 'BT-157', 'BT-157', ({ invoice }, report) =>
    each(invoice.lines, 'lines', ({ item }, at) => {
      const id = item?.standardId;
      if (id !== undefined && id.scheme === undefined) report({ at: `${at}/item/standardId` });
    }),
  ),
  scheme('BR-65', 'BT-158', 'BT-158', ({ invoice }, report) =>
    each(invoice.lines, 'lines', ({ item }, line) => {
      each(item?.classifications, `${line}/item/classifications`, (id, at) => {
        if (id.scheme === undefined) report({ at });
      });
    }),
  ),
];

export const PRESENCE_RULES: readonly EnRule[] = [
  ...header,
  ...parties,
  ...totals,
  ...lines,
  ...ofDocument('allowances', ['BR-31', 'BR-32', 'BR-33', 'BR-CO-21']),
  ...ofDocument('charges', ['BR-36', 'BR-37', 'BR-38', 'BR-CO-22']),
  ...ofLines('allowances', ['BR-41', 'BR-42', 'BR-CO-23']),
  ...ofLines('charges', ['BR-43', 'BR-44', 'BR-CO-24']),
  ...breakdown,
  ...payments,
  ...schemes,
];
