/**
 * Edits of our sound documents that give a rule something to hold of, where the example that passes
 * it has nothing of the kind: an identifier of its scheme, a means of payment, a reason of exemption.
 * `base CODE=edit …`, as the tables of the examples.
 */
export const UBL_HOLDING = `
S PEPPOL-COMMON-R041=PayeeParty/PartyIdentification/ID/@schemeID:0192&PayeeParty/PartyIdentification/ID:974760673
  PEPPOL-COMMON-R042=PayeeParty/PartyIdentification/ID/@schemeID:0184&PayeeParty/PartyIdentification/ID:DK12345678
  PEPPOL-COMMON-R043=PayeeParty/PartyIdentification/ID/@schemeID:0208&PayeeParty/PartyIdentification/ID:0123456749
  PEPPOL-COMMON-R049=PayeeParty/PartyIdentification/ID/@schemeID:0007&PayeeParty/PartyIdentification/ID:5566778899
  PEPPOL-COMMON-R050=PayeeParty/PartyIdentification/ID/@schemeID:0151&PayeeParty/PartyIdentification/ID:51824753556
  PEPPOL-COMMON-R052=PayeeParty/PartyIdentification/ID/@schemeID:0096&PayeeParty/PartyIdentification/ID:1234567890
  PEPPOL-COMMON-R053=PayeeParty/PartyIdentification/ID/@schemeID:0198&PayeeParty/PartyIdentification/ID:DK12345678
  PEPPOL-EN16931-R061=PaymentMeans/PaymentMeansCode:49&PaymentMeans/PaymentMandate/ID:M1
AE PEPPOL-EN16931-P0107=TaxTotal/TaxSubtotal/TaxCategory/TaxExemptionReasonCode:VATEX-EU-AE
G PEPPOL-EN16931-P0104=TaxTotal/TaxSubtotal/TaxCategory/TaxExemptionReasonCode:VATEX-EU-G
O PEPPOL-EN16931-P0105=TaxTotal/TaxSubtotal/TaxCategory/TaxExemptionReasonCode:VATEX-EU-O
K PEPPOL-EN16931-P0106=TaxTotal/TaxSubtotal/TaxCategory/TaxExemptionReasonCode:VATEX-EU-IC
E PEPPOL-EN16931-P0108=TaxTotal/TaxSubtotal/TaxCategory/TaxExemptionReasonCode:VATEX-EU-D
  PEPPOL-EN16931-P0109=TaxTotal/TaxSubtotal/TaxCategory/TaxExemptionReasonCode:VATEX-EU-F
  PEPPOL-EN16931-P0110=TaxTotal/TaxSubtotal/TaxCategory/TaxExemptionReasonCode:VATEX-EU-I
  PEPPOL-EN16931-P0111=TaxTotal/TaxSubtotal/TaxCategory/TaxExemptionReasonCode:VATEX-EU-J
DE DE-R-024-1=PaymentMeans/PaymentMeansCode:48&-PaymentMeans/PayeeFinancialAccount&PaymentMeans/CardAccount/PrimaryAccountNumberID:1234&PaymentMeans/CardAccount/NetworkID:VISA
  DE-R-024-2=PaymentMeans/PaymentMeansCode:48&-PaymentMeans/PayeeFinancialAccount&PaymentMeans/CardAccount/PrimaryAccountNumberID:1234&PaymentMeans/CardAccount/NetworkID:VISA
  DE-R-025-1=PaymentMeans/PaymentMeansCode:59&-PaymentMeans/PayeeFinancialAccount&PaymentMeans/PaymentMandate/ID:M1&PaymentMeans/PaymentMandate/PayerFinancialAccount/ID:DE89370400440532013000
  DE-R-025-2=PaymentMeans/PaymentMeansCode:59&-PaymentMeans/PayeeFinancialAccount&PaymentMeans/PaymentMandate/ID:M1&PaymentMeans/PaymentMandate/PayerFinancialAccount/ID:DE89370400440532013000`;

const SETTLEMENT = 'SupplyChainTradeTransaction/ApplicableHeaderTradeSettlement';
const PAYEE = `${SETTLEMENT}/PayeeTradeParty/GlobalID`;

export const CII_HOLDING = `
S PEPPOL-COMMON-R041=${PAYEE}/@schemeID:0192&${PAYEE}:974760673
  PEPPOL-COMMON-R042=${PAYEE}/@schemeID:0184&${PAYEE}:DK12345678
  PEPPOL-COMMON-R043=${PAYEE}/@schemeID:0208&${PAYEE}:0123456749
  PEPPOL-COMMON-R049=${PAYEE}/@schemeID:0007&${PAYEE}:5566778899
  PEPPOL-COMMON-R050=${PAYEE}/@schemeID:0151&${PAYEE}:51824753556
  PEPPOL-EN16931-R061=${SETTLEMENT}/SpecifiedTradeSettlementPaymentMeans/TypeCode:49&${SETTLEMENT}/SpecifiedTradePaymentTerms/DirectDebitMandateID:M1`;
