/** What breaks a rule in JSON where the edit of UBL does not, or where UBL has no such rule. */
// biome-ignore lint/suspicious/noExplicitAny: an example is plain JSON.
type Edit = (invoice: any) => void;

export const JSON_EDITS: Readonly<Record<string, Edit>> = {
  'BR-CO-15': ({ totals }) => {
    totals.withTax = '126.00';
  },
  'BR-S-02': ({ seller, taxRepresentative }) => {
    delete seller.vatId;
    delete taxRepresentative.vatId;
  },
  'BR-DEC-13': ({ totals }) => {
    totals.tax = '25.001';
  },
  'BR-DEC-15': (invoice) => {
    invoice.taxCurrency = 'USD';
    invoice.totals.taxInAccountingCurrency = '27.001';
  },
};
