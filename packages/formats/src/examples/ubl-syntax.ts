/** Examples of the other rules of the syntax in UBL: `base CODE=edit …`; see `read-table.ts`. */
export const UBL_SYNTAX = `
S UBL-DT-01=AllowanceCharge/BaseAmount:##M.AR.K##
  UBL-DT-06=-AdditionalDocumentReference/Attachment/EmbeddedDocumentBinaryObject/@mimeCode
  UBL-DT-07=-AdditionalDocumentReference/Attachment/EmbeddedDocumentBinaryObject/@filename
  UBL-DT-08=ID/@schemeName:es UBL-DT-09=ID/@schemeAgencyName:es UBL-DT-10=ID/@schemeDataURI:es
  UBL-DT-11=ID/@schemeURI:es UBL-DT-12=AllowanceCharge/TaxCategory/Percent/@format:
  UBL-DT-13=ID/@unitCodeListIdentifier:es UBL-DT-14=ID/@unitCodeListAgencyIdentifier:es
  UBL-DT-15=InvoiceLine/InvoicedQuantity/@unitCodeListAgencyName:es
  UBL-DT-16=AllowanceCharge/AllowanceChargeReasonCode/@listAgencyName:es
  UBL-DT-17=AllowanceCharge/AllowanceChargeReasonCode/@listName:es UBL-DT-18=InvoiceTypeCode/@name:x
  UBL-DT-19=Note/@languageID:es UBL-DT-20=AllowanceCharge/AllowanceChargeReasonCode/@listURI:es
  UBL-DT-21=AllowanceCharge/AllowanceChargeReasonCode/@listSchemeURI:es
  UBL-DT-22=Note/@languageLocaleID:es
  UBL-DT-23=AdditionalDocumentReference/Attachment/EmbeddedDocumentBinaryObject/@uri:es
  UBL-DT-24=LegalMonetaryTotal/PayableAmount/@currencyCodeListVersionID:es
  UBL-DT-25=AdditionalDocumentReference/Attachment/EmbeddedDocumentBinaryObject/@characterSetCode:es
  UBL-DT-26=AdditionalDocumentReference/Attachment/EmbeddedDocumentBinaryObject/@encodingCode:es
  UBL-DT-27=ID/@schemeAgencyID:X
  UBL-DT-28=AllowanceCharge/AllowanceChargeReasonCode/@listAgencyID:es
  UBL-SR-01=*ContractDocumentReference UBL-SR-02=*ReceiptDocumentReference
  UBL-SR-03=*DespatchDocumentReference
  UBL-SR-04=*AdditionalDocumentReference&AdditionalDocumentReference/DocumentTypeCode:130&AdditionalDocumentReference[2]/DocumentTypeCode:130
  UBL-SR-05=*PaymentTerms UBL-SR-06=*BillingReference/InvoiceDocumentReference
  UBL-SR-07=-BillingReference/InvoiceDocumentReference UBL-SR-08=*InvoicePeriod
  UBL-SR-09=*AccountingSupplierParty/Party/PartyLegalEntity
  UBL-SR-10=*AccountingSupplierParty/Party/PartyName
  UBL-SR-11=*AccountingSupplierParty/Party/PartyLegalEntity&-AccountingSupplierParty/Party/PartyLegalEntity[2]/RegistrationName
  UBL-SR-12=*AccountingSupplierParty/Party/PartyTaxScheme
  UBL-SR-14=AccountingSupplierParty/Party/PartyLegalEntity/CompanyLegalForm:SA&*AccountingSupplierParty/Party/PartyLegalEntity&-AccountingSupplierParty/Party/PartyLegalEntity[2]/RegistrationName&-AccountingSupplierParty/Party/PartyLegalEntity[2]/CompanyID
  UBL-SR-15=*AccountingCustomerParty/Party/PartyLegalEntity
  UBL-SR-16=*AccountingCustomerParty/Party/PartyIdentification
  UBL-SR-17=*AccountingCustomerParty/Party/PartyLegalEntity&-AccountingCustomerParty/Party/PartyLegalEntity[2]/RegistrationName
  UBL-SR-18=*AccountingCustomerParty/Party/PartyTaxScheme UBL-SR-19=*PayeeParty/PartyName
  UBL-SR-20=-PayeeParty/PartyName UBL-SR-21=*PayeeParty/PartyLegalEntity
  UBL-SR-22=*TaxRepresentativeParty/PartyName UBL-SR-23=*TaxRepresentativeParty/PartyTaxScheme
  UBL-SR-24=*Delivery UBL-SR-25=*Delivery/DeliveryParty/PartyName UBL-SR-26=*PaymentMeans/PaymentID
  UBL-SR-27=*PaymentMeans/PaymentMeansCode UBL-SR-28=+PaymentMeans/PaymentMandate/ID
  UBL-SR-29=PayeeParty/PartyIdentification/ID/@schemeID:SEPA&AccountingSupplierParty/Party/PartyIdentification/ID/@schemeID:SEPA
  UBL-SR-30=*AllowanceCharge/AllowanceChargeReason
  UBL-SR-31=*AllowanceCharge[2]/AllowanceChargeReason
  UBL-SR-33=*AdditionalDocumentReference/DocumentDescription UBL-SR-34=*InvoiceLine/Note
  UBL-SR-35=*InvoiceLine/OrderLineReference UBL-SR-36=*InvoiceLine/InvoicePeriod
  UBL-SR-37=*InvoiceLine/Price/AllowanceCharge UBL-SR-39=*ProjectReference
  UBL-SR-40=*AccountingCustomerParty/Party/PartyName
  UBL-SR-43=AdditionalDocumentReference/DocumentTypeCode UBL-SR-44=+PaymentMeans/PaymentID
  UBL-SR-45=PaymentMeans/PaymentDueDate:2026-06-04&*PaymentMeans UBL-SR-46=*PaymentMeans
  UBL-SR-47=AllowanceCharge/PaymentMeans UBL-SR-48=*InvoiceLine/Item/ClassifiedTaxCategory
  UBL-SR-49=+InvoicePeriod/DescriptionCode&+InvoicePeriod/DescriptionCode
  UBL-SR-50=*InvoiceLine/Item/Description
  UBL-SR-51=*AccountingSupplierParty/Party/PostalAddress/AddressLine
  UBL-SR-52=*InvoiceLine/DocumentReference
  UBL-SR-53=-AccountingSupplierParty/Party/PartyTaxScheme/CompanyID
  UBL-SR-54=+PaymentMeans/CardAccount&+PaymentMeans/CardAccount
  UBL-SR-55=+PaymentMeans/PaymentMandate&+PaymentMeans/PaymentMandate
  UBL-SR-56=*OriginatorDocumentReference
E UBL-SR-32=*TaxTotal/TaxSubtotal/TaxCategory/TaxExemptionReason
NO UBL-SR-13=AccountingSupplierParty/Party/PartyTaxScheme/TaxScheme/ID:X
  UBL-SR-42=*AccountingSupplierParty/Party/PartyTaxScheme
`;
