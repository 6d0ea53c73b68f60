import type { DocumentSummary, Taxpayer } from '@ventanilla/invoice';
import { classify, enrich } from './classify.ts';

const summary: DocumentSummary = {
  format: 'gt-fel',
  documentType: 'FACT',
  documentClass: 'invoice',
  businessKey: 'gt-fel:1',
  issuerId: '16693949',
  issuerName: 'as written',
  buyerId: 'CF',
  number: '1',
  issueDate: '2026-01-01',
  currency: 'GTQ',
  totalAmount: '112.00',
  taxAmount: '12.00',
};
const issuer: Taxpayer = {
  id: '16693949',
  name: 'AS REGISTERED',
  status: 'active',
  affiliation: 'GEN',
  activity: '47',
  region: 'GT-01',
  size: 'small',
  establishments: ['1'],
  since: '2020-01-01',
};

describe('classification', () => {
  it('comes from the issuer and the document', () => {
    expect(classify(summary, issuer)).toEqual({
      activity: '47',
      region: 'GT-01',
      issuerSize: 'small',
      documentClass: 'invoice',
    });
  });

  it('is unknown for an issuer the registry does not know', () => {
    expect(classify(summary, undefined).activity).toBe('unknown');
    expect(classify(summary, undefined).issuerSize).toBe('unknown');
  });
});

describe('enrichment', () => {
  it('prefers the registry’s spelling and invents nothing', () => {
    const enriched = enrich(summary, new Map([[issuer.id, issuer]]));
    expect(enriched.issuerName).toBe('AS REGISTERED');
    expect(enriched).not.toHaveProperty('buyerName');
    expect(enrich(summary, new Map()).issuerName).toBe('as written');
  });
});
