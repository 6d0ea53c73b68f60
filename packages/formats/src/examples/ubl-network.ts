/** Examples of the rules of Peppol and its countries in UBL: `base CODE=edit …`; see `read-table.ts`. */
export const UBL_NETWORK = `
S PEPPOL-COMMON-R040=AccountingSupplierParty/Party/EndpointID:X
  PEPPOL-COMMON-R041=PayeeParty/PartyIdentification/ID/@schemeID:0192
  PEPPOL-COMMON-R042=PayeeParty/PartyIdentification/ID/@schemeID:0184
  PEPPOL-COMMON-R043=PayeeParty/PartyIdentification/ID/@schemeID:0208
  PEPPOL-COMMON-R044=PayeeParty/PartyIdentification/ID/@schemeID:0201
  PEPPOL-COMMON-R045=PayeeParty/PartyIdentification/ID/@schemeID:0210
  PEPPOL-COMMON-R046=AccountingSupplierParty/Party/EndpointID/@schemeID:9907
  PEPPOL-COMMON-R049=PayeeParty/PartyIdentification/ID/@schemeID:0007
  PEPPOL-COMMON-R050=PayeeParty/PartyIdentification/ID/@schemeID:0151
  PEPPOL-COMMON-R052=PayeeParty/PartyIdentification/ID/@schemeID:0096
  PEPPOL-COMMON-R053=PayeeParty/PartyIdentification/ID/@schemeID:0198
  PEPPOL-COMMON-R054=PayeeParty/PartyIdentification/ID/@schemeID:0106
  PEPPOL-COMMON-R055=PayeeParty/PartyIdentification/ID/@schemeID:0190
  PEPPOL-COMMON-R056-1=AccountingSupplierParty/Party/EndpointID/@schemeID:9944
  PEPPOL-COMMON-R056-2=TaxRepresentativeParty/PartyTaxScheme/CompanyID:NL1
  PEPPOL-COMMON-R057=PayeeParty/PartyIdentification/ID/@schemeID:0217
  PEPPOL-EN16931-CL001=AdditionalDocumentReference/Attachment/EmbeddedDocumentBinaryObject/@mimeCode:
  PEPPOL-EN16931-CL002=AllowanceCharge/AllowanceChargeReasonCode:X
  PEPPOL-EN16931-CL003=AllowanceCharge[2]/AllowanceChargeReasonCode:X
  PEPPOL-EN16931-CL006=InvoicePeriod/DescriptionCode
  PEPPOL-EN16931-CL007=AllowanceCharge/Amount/@currencyID:
  PEPPOL-EN16931-CL008=AccountingSupplierParty/Party/EndpointID/@schemeID:
  PEPPOL-EN16931-F001=DueDate:X PEPPOL-EN16931-P0100=InvoiceTypeCode:130
  PEPPOL-EN16931-P0112=InvoiceTypeCode:326 PEPPOL-EN16931-R001=-ProfileID PEPPOL-EN16931-R002=*Note
  PEPPOL-EN16931-R003=-BuyerReference&-OrderReference PEPPOL-EN16931-R004=CustomizationID:X
  PEPPOL-EN16931-R005=TaxCurrencyCode:EUR PEPPOL-EN16931-R007=ProfileID:X PEPPOL-EN16931-R008=Note:
  PEPPOL-EN16931-R010=-AccountingCustomerParty/Party/EndpointID
  PEPPOL-EN16931-R020=-AccountingSupplierParty/Party/EndpointID
  PEPPOL-EN16931-R040=AllowanceCharge/BaseAmount:0 PEPPOL-EN16931-R041=-AllowanceCharge/BaseAmount
  PEPPOL-EN16931-R042=-AllowanceCharge/MultiplierFactorNumeric
  PEPPOL-EN16931-R043=AllowanceCharge/ChargeIndicator:0
  PEPPOL-EN16931-R044=InvoiceLine/Price/AllowanceCharge/ChargeIndicator:0
  PEPPOL-EN16931-R046=InvoiceLine/Price/AllowanceCharge/Amount:0
  PEPPOL-EN16931-R051=AllowanceCharge/Amount/@currencyID:USD PEPPOL-EN16931-R053=*TaxTotal
  PEPPOL-EN16931-R055=TaxCurrencyCode PEPPOL-EN16931-R061=PaymentMeans/PaymentMeansCode:49
  PEPPOL-EN16931-R100=*InvoiceLine/DocumentReference
  PEPPOL-EN16931-R101=-InvoiceLine/DocumentReference/DocumentTypeCode
  PEPPOL-EN16931-R110=InvoiceLine/InvoicePeriod/StartDate:2020-01-01
  PEPPOL-EN16931-R111=InvoiceLine/InvoicePeriod/EndDate:2027-01-01
  PEPPOL-EN16931-R120=-InvoiceLine/AllowanceCharge
  PEPPOL-EN16931-R121=InvoiceLine/Price/BaseQuantity:0
  PEPPOL-EN16931-R130=InvoiceLine/InvoicedQuantity/@unitCode:H87
GR GR-R-001-1=ID:X GR-R-001-2=ID:X GR-R-001-3=IssueDate:2020-01-01 GR-R-001-4=ID:X GR-R-001-5=ID:X
  GR-R-001-6=ID:X GR-R-001-7=ID:X GR-R-002=-AccountingSupplierParty/Party/PartyName
  GR-R-003=AccountingSupplierParty/Party/PartyTaxScheme/CompanyID:EL1
  GR-R-004-1=-AdditionalDocumentReference[2] GR-R-004-2=AdditionalDocumentReference[2]/ID:X
  GR-R-005=-AccountingCustomerParty/Party/PartyName
  GR-R-006=-AccountingCustomerParty/Party/PartyTaxScheme GR-R-008-2=*AdditionalDocumentReference[3]
  GR-R-008-3=-AdditionalDocumentReference[3]/Attachment
  GR-R-009=AccountingSupplierParty/Party/EndpointID:X
  GR-R-010=AccountingCustomerParty/Party/EndpointID:X GR-S-008-1=-AdditionalDocumentReference[3]
  GR-S-011=-AccountingSupplierParty/Party/PartyTaxScheme
B IT-R-002=-AccountingSupplierParty/Party/PostalAddress/StreetName
  IT-R-003=-AccountingSupplierParty/Party/PostalAddress/CityName
  IT-R-004=-AccountingSupplierParty/Party/PostalAddress/PostalZone
  PEPPOL-COMMON-R047=TaxRepresentativeParty/PartyTaxScheme/CompanyID/@schemeID:0211
  PEPPOL-EN16931-R054=-TaxTotal/TaxSubtotal
credit PEPPOL-EN16931-P0101=CreditNoteTypeCode:X
  PEPPOL-EN16931-R080=*AdditionalDocumentReference&AdditionalDocumentReference/DocumentTypeCode:50&AdditionalDocumentReference[2]/DocumentTypeCode:50
E PEPPOL-EN16931-P0104=TaxTotal/TaxSubtotal/TaxCategory/TaxExemptionReasonCode:VATEX-EU-G
  PEPPOL-EN16931-P0105=TaxTotal/TaxSubtotal/TaxCategory/TaxExemptionReasonCode:VATEX-EU-O
  PEPPOL-EN16931-P0106=TaxTotal/TaxSubtotal/TaxCategory/TaxExemptionReasonCode:VATEX-EU-IC
  PEPPOL-EN16931-P0107=TaxTotal/TaxSubtotal/TaxCategory/TaxExemptionReasonCode:VATEX-EU-AE
AE PEPPOL-EN16931-P0108=TaxTotal/TaxSubtotal/TaxCategory/TaxExemptionReasonCode:VATEX-EU-D
  PEPPOL-EN16931-P0109=TaxTotal/TaxSubtotal/TaxCategory/TaxExemptionReasonCode:VATEX-EU-F
  PEPPOL-EN16931-P0110=TaxTotal/TaxSubtotal/TaxCategory/TaxExemptionReasonCode:VATEX-EU-I
  PEPPOL-EN16931-P0111=TaxTotal/TaxSubtotal/TaxCategory/TaxExemptionReasonCode:VATEX-EU-J
NO NO-R-001=AccountingSupplierParty/Party/PartyTaxScheme/CompanyID:NO974760674MVA
  NO-R-002=-AccountingSupplierParty/Party/PartyTaxScheme[2]
SE SE-R-001=AccountingSupplierParty/Party/PartyTaxScheme/CompanyID:SE:BANKGIRO
  SE-R-002=AccountingSupplierParty/Party/PartyTaxScheme/CompanyID:SE:BANKGIRO
  SE-R-003=AccountingSupplierParty/Party/PartyLegalEntity/CompanyID:2026-13-01
  SE-R-004=AccountingSupplierParty/Party/PartyLegalEntity/CompanyID:0
  SE-R-005=AccountingSupplierParty/Party/PartyTaxScheme[2]/CompanyID:X
  SE-R-006=AllowanceCharge/TaxCategory/Percent:1
  SE-R-007=PaymentMeans/PaymentMeansCode:30&PaymentMeans/PayeeFinancialAccount/FinancialInstitutionBranch/ID:SE:PLUSGIRO&PaymentMeans/PayeeFinancialAccount/ID:12A4
  SE-R-008=PaymentMeans/PaymentMeansCode:30&PaymentMeans/PayeeFinancialAccount/FinancialInstitutionBranch/ID:SE:BANKGIRO&PaymentMeans/PayeeFinancialAccount/ID:123A567
  SE-R-009=PaymentMeans/PaymentMeansCode:30&PaymentMeans/PayeeFinancialAccount/FinancialInstitutionBranch/ID:SE:BANKGIRO&PaymentMeans/PayeeFinancialAccount/ID:123456
  SE-R-010=PaymentMeans/PaymentMeansCode:30&PaymentMeans/PayeeFinancialAccount/FinancialInstitutionBranch/ID:SE:PLUSGIRO&PaymentMeans/PayeeFinancialAccount/ID:1
  SE-R-011=PaymentMeans/PaymentMeansCode:50 SE-R-012=PaymentMeans/PaymentMeansCode:31
  SE-R-013=AccountingSupplierParty/Party/PartyLegalEntity/CompanyID:0
DK DK-R-002=-AccountingSupplierParty/Party/PartyLegalEntity/CompanyID
  DK-R-003=InvoiceLine/Item/CommodityClassification/ItemClassificationCode/@listID:TST
  DK-R-004=AllowanceCharge[2]/AllowanceChargeReasonCode:ZZZ DK-R-005=PaymentMeans/PaymentMeansCode:9
  DK-R-006=PaymentMeans/PaymentMeansCode:31&-PaymentMeans/PayeeFinancialAccount/FinancialInstitutionBranch
  DK-R-007=PaymentMeans/PaymentMeansCode:49 DK-R-008=PaymentMeans/PaymentMeansCode:50
  DK-R-009=PaymentMeans/PaymentMeansCode:50&PaymentMeans/PayeeFinancialAccount/ID:1234567&PaymentMeans/PaymentID:04#1
  DK-R-010=PaymentMeans/PaymentMeansCode:93
  DK-R-011=PaymentMeans/PaymentMeansCode:93&PaymentMeans/PayeeFinancialAccount/ID:12345678&PaymentMeans/PaymentID:71#1
  DK-R-013=-AccountingSupplierParty/Party/PartyIdentification/ID/@schemeID
  DK-R-014=-AccountingSupplierParty/Party/PartyLegalEntity/CompanyID/@schemeID
  DK-R-017=-AccountingCustomerParty/Party/PartyLegalEntity/CompanyID/@schemeID
IS IS-R-001=-InvoiceTypeCode IS-R-002=-AccountingSupplierParty/Party/PartyLegalEntity/CompanyID
  IS-R-003=-AccountingSupplierParty/Party/PostalAddress/StreetName
  IS-R-004=-AccountingCustomerParty/Party/PartyLegalEntity/CompanyID
  IS-R-005=-AccountingCustomerParty/Party/PostalAddress/StreetName
  IS-R-006=PaymentMeans/PaymentMeansCode:9 IS-R-007=PaymentMeans/PaymentMeansCode:42
  IS-R-008=AdditionalDocumentReference/DocumentDescription:EINDAGI
  IS-R-009=AdditionalDocumentReference/DocumentDescription:EINDAGI&AdditionalDocumentReference/ID:2026-06-05&-DueDate
  IS-R-010=AdditionalDocumentReference/DocumentDescription:EINDAGI&AdditionalDocumentReference/ID:2026-06-01
IT IT-R-001=AccountingSupplierParty/Party/PartyTaxScheme[2]/CompanyID:X
NL NL-R-002=-AccountingSupplierParty/Party/PostalAddress/CityName
  NL-R-003=-AccountingSupplierParty/Party/PartyLegalEntity/CompanyID/@schemeID
  NL-R-004=-AccountingCustomerParty/Party/PostalAddress/CityName
  NL-R-005=-AccountingCustomerParty/Party/PartyLegalEntity/CompanyID/@schemeID
  NL-R-006=-TaxRepresentativeParty/PostalAddress/CityName NL-R-007=-PaymentMeans
  NL-R-008=PaymentMeans/PaymentMeansCode:1 NL-R-009=-OrderReference
NLcredit NL-R-001=-BillingReference
DKcredit DK-R-016=LegalMonetaryTotal/PayableAmount:-1
DE DE-R-001=-PaymentMeans DE-R-002=-AccountingSupplierParty/Party/Contact
  DE-R-003=-AccountingSupplierParty/Party/PostalAddress/CityName
  DE-R-004=-AccountingSupplierParty/Party/PostalAddress/PostalZone
  DE-R-005=-AccountingSupplierParty/Party/Contact/Name
  DE-R-006=-AccountingSupplierParty/Party/Contact/Telephone
  DE-R-007=-AccountingSupplierParty/Party/Contact/ElectronicMail
  DE-R-008=-AccountingCustomerParty/Party/PostalAddress/CityName
  DE-R-009=-AccountingCustomerParty/Party/PostalAddress/PostalZone
  DE-R-010=-Delivery/DeliveryLocation/Address/CityName
  DE-R-011=-Delivery/DeliveryLocation/Address/PostalZone
  DE-R-014=-TaxTotal/TaxSubtotal/TaxCategory/Percent DE-R-015=-BuyerReference
  DE-R-016=-AccountingSupplierParty/Party/PartyTaxScheme&-TaxRepresentativeParty
  DE-R-017=-InvoiceTypeCode DE-R-018=PaymentTerms/Note:#x
  DE-R-019=PaymentMeans/PayeeFinancialAccount/ID:X DE-R-020=PaymentMeans/PaymentMeansCode:59
  DE-R-022=*AdditionalDocumentReference DE-R-023-1=-PaymentMeans/PayeeFinancialAccount
  DE-R-023-2=PaymentMeans/CardAccount DE-R-024-1=PaymentMeans/PaymentMeansCode:48
  DE-R-024-2=PaymentMeans/PaymentMeansCode:48 DE-R-025-1=PaymentMeans/PaymentMeansCode:59
  DE-R-025-2=PaymentMeans/PaymentMeansCode:59 DE-R-026=InvoiceTypeCode:384&-BillingReference
  DE-R-027=AccountingSupplierParty/Party/Contact/Telephone:X
  DE-R-028=AccountingSupplierParty/Party/Contact/ElectronicMail:X
  DE-R-T02=AdditionalDocumentReference/Attachment/ExternalReference/URI:x
  DE-R-030=PaymentMeans/PaymentMandate DE-R-031=PaymentMeans/PaymentMandate
`;
