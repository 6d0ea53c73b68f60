/** Examples of the business rules of EN 16931 in UBL: `base CODE=edit …`; see `read-table.ts`. */
export const UBL_BUSINESS = `
S BR-01=-CustomizationID BR-02=-ID BR-03=-IssueDate BR-04=-InvoiceTypeCode
  BR-05=-DocumentCurrencyCode BR-06=AccountingSupplierParty/Party/PartyLegalEntity/RegistrationName:
  BR-07=-AccountingCustomerParty/Party/PartyLegalEntity
  BR-08=-AccountingSupplierParty/Party/PostalAddress
  BR-09=-AccountingSupplierParty/Party/PostalAddress/Country
  BR-10=-AccountingCustomerParty/Party/PostalAddress
  BR-11=-AccountingCustomerParty/Party/PostalAddress/Country
  BR-12=-LegalMonetaryTotal/LineExtensionAmount BR-13=-LegalMonetaryTotal/TaxExclusiveAmount
  BR-14=-LegalMonetaryTotal/TaxInclusiveAmount BR-15=-LegalMonetaryTotal/PayableAmount
  BR-17=-PayeeParty/PartyName BR-18=-TaxRepresentativeParty/PartyName
  BR-19=-TaxRepresentativeParty/PostalAddress BR-20=-TaxRepresentativeParty/PostalAddress/Country
  BR-21=-InvoiceLine/ID BR-22=-InvoiceLine/InvoicedQuantity
  BR-23=-InvoiceLine/InvoicedQuantity/@unitCode BR-25=-InvoiceLine/Item/Name
  BR-26=-InvoiceLine/Price BR-27=-InvoiceLine/Price
  BR-28=InvoiceLine/Price/AllowanceCharge/BaseAmount:-1 BR-29=InvoicePeriod/EndDate:2020-01-01
  BR-30=InvoiceLine/InvoicePeriod/EndDate:2020-01-01
  BR-32=AllowanceCharge/TaxCategory/TaxScheme/ID:X
  BR-33=-AllowanceCharge/AllowanceChargeReasonCode&-AllowanceCharge/AllowanceChargeReason
  BR-37=AllowanceCharge[2]/TaxCategory/TaxScheme/ID:X
  BR-38=-AllowanceCharge[2]/AllowanceChargeReasonCode&-AllowanceCharge[2]/AllowanceChargeReason
  BR-41=-InvoiceLine/AllowanceCharge/Amount
  BR-42=-InvoiceLine/AllowanceCharge/AllowanceChargeReasonCode&-InvoiceLine/AllowanceCharge/AllowanceChargeReason
  BR-43=-InvoiceLine/AllowanceCharge[2]/Amount
  BR-44=-InvoiceLine/AllowanceCharge[2]/AllowanceChargeReasonCode&-InvoiceLine/AllowanceCharge[2]/AllowanceChargeReason
  BR-49=-PaymentMeans/PaymentMeansCode BR-50=-PaymentMeans/PayeeFinancialAccount/ID
  BR-51=PaymentMeans/CardAccount/PrimaryAccountNumberID:4111111111111111
  BR-52=-AdditionalDocumentReference/ID BR-53=TaxCurrencyCode
  BR-54=-InvoiceLine/Item/AdditionalItemProperty/Value
  BR-55=-BillingReference/InvoiceDocumentReference BR-56=-TaxRepresentativeParty/PartyTaxScheme
  BR-57=-Delivery/DeliveryLocation/Address/Country BR-61=-PaymentMeans/PayeeFinancialAccount
  BR-62=-AccountingSupplierParty/Party/EndpointID/@schemeID
  BR-63=-AccountingCustomerParty/Party/EndpointID/@schemeID
  BR-64=-InvoiceLine/Item/StandardItemIdentification/ID/@schemeID
  BR-65=-InvoiceLine/Item/CommodityClassification/ItemClassificationCode/@listID
  BR-CL-01=InvoiceTypeCode:X BR-CL-03=AllowanceCharge/Amount/@currencyID:
  BR-CL-04=DocumentCurrencyCode:ZZZ BR-CL-05=TaxCurrencyCode BR-CL-06=InvoicePeriod/DescriptionCode
  BR-CL-07=InvoiceLine/DocumentReference/ID/@schemeID: BR-CL-08=Note:#QQQ#Note
  BR-CL-10=PayeeParty/PartyIdentification/ID/@schemeID:
  BR-CL-11=PayeeParty/PartyLegalEntity/CompanyID/@schemeID:
  BR-CL-13=InvoiceLine/Item/CommodityClassification/ItemClassificationCode/@listID:
  BR-CL-14=Delivery/DeliveryLocation/Address/Country/IdentificationCode:X
  BR-CL-15=InvoiceLine/Item/OriginCountry/IdentificationCode:X
  BR-CL-16=PaymentMeans/PaymentMeansCode:X BR-CL-19=AllowanceCharge/AllowanceChargeReasonCode:X
  BR-CL-20=AllowanceCharge[2]/AllowanceChargeReasonCode:X
  BR-CL-21=InvoiceLine/Item/StandardItemIdentification/ID/@schemeID:
  BR-CL-23=InvoiceLine/InvoicedQuantity/@unitCode:
  BR-CL-24=AdditionalDocumentReference/Attachment/EmbeddedDocumentBinaryObject/@mimeCode:
  BR-CL-25=AccountingSupplierParty/Party/EndpointID/@schemeID:
  BR-CL-26=Delivery/DeliveryLocation/ID/@schemeID:
  BR-CO-03=TaxPointDate:2026-05-04&InvoicePeriod/DescriptionCode:3
  BR-CO-09=TaxRepresentativeParty/PartyTaxScheme/CompanyID:12345
  BR-CO-10=InvoiceLine/LineExtensionAmount:99.99 BR-CO-13=-LegalMonetaryTotal/ChargeTotalAmount
  BR-CO-14=*TaxTotal/TaxSubtotal BR-CO-15=*TaxTotal BR-CO-16=LegalMonetaryTotal/PrepaidAmount:1
  BR-CO-19=-InvoicePeriod/StartDate&-InvoicePeriod/EndDate
  BR-CO-20=-InvoiceLine/InvoicePeriod/StartDate&-InvoiceLine/InvoicePeriod/EndDate
  BR-CO-21=-AllowanceCharge/AllowanceChargeReasonCode&-AllowanceCharge/AllowanceChargeReason
  BR-CO-22=-AllowanceCharge[2]/AllowanceChargeReasonCode&-AllowanceCharge[2]/AllowanceChargeReason
  BR-CO-23=-InvoiceLine/AllowanceCharge/AllowanceChargeReasonCode&-InvoiceLine/AllowanceCharge/AllowanceChargeReason
  BR-CO-24=-InvoiceLine/AllowanceCharge[2]/AllowanceChargeReasonCode&-InvoiceLine/AllowanceCharge[2]/AllowanceChargeReason
  BR-CO-26=-AccountingSupplierParty/Party/PartyIdentification&-AccountingSupplierParty/Party/PartyTaxScheme&-AccountingSupplierParty/Party/PartyLegalEntity/CompanyID
  BR-DEC-02=AllowanceCharge/BaseAmount:1.001 BR-DEC-06=AllowanceCharge[2]/BaseAmount:1.001
  BR-DEC-09=LegalMonetaryTotal/LineExtensionAmount:1.001
  BR-DEC-10=LegalMonetaryTotal/AllowanceTotalAmount:1.001
  BR-DEC-11=LegalMonetaryTotal/ChargeTotalAmount:1.001
  BR-DEC-12=LegalMonetaryTotal/TaxExclusiveAmount:1.001
  BR-DEC-14=LegalMonetaryTotal/TaxInclusiveAmount:1.001
  BR-DEC-16=LegalMonetaryTotal/PrepaidAmount:1.001
  BR-DEC-17=LegalMonetaryTotal/PayableRoundingAmount:1.001
  BR-DEC-18=LegalMonetaryTotal/PayableAmount:1.001
  BR-DEC-24=InvoiceLine/AllowanceCharge/Amount:1.001
  BR-DEC-25=InvoiceLine/AllowanceCharge/BaseAmount:1.001
  BR-DEC-27=InvoiceLine/AllowanceCharge[2]/Amount:1.001
  BR-DEC-28=InvoiceLine/AllowanceCharge[2]/BaseAmount:1.001
  BR-S-01=-TaxTotal/TaxSubtotal/TaxCategory/ID
  BR-S-02=InvoiceLine/Item/ClassifiedTaxCategory/TaxScheme/ID:X
  BR-S-05=-InvoiceLine/Item/ClassifiedTaxCategory/Percent
  BR-S-06=-AllowanceCharge/TaxCategory/Percent BR-S-07=-AllowanceCharge[2]/TaxCategory/Percent
  BR-S-08=AllowanceCharge/TaxCategory/Percent:1 BR-S-09=TaxTotal/TaxSubtotal/TaxAmount:0
  BR-S-10=TaxTotal/TaxSubtotal/TaxCategory/TaxExemptionReason
  BR-Z-09=TaxTotal/TaxSubtotal/TaxCategory/ID:Z
B BR-16=-InvoiceLine BR-24=-InvoiceLine/LineExtensionAmount BR-31=-AllowanceCharge/Amount
  BR-36=-AllowanceCharge[2]/Amount BR-45=-TaxTotal/TaxSubtotal/TaxableAmount
  BR-46=-TaxTotal/TaxSubtotal/TaxAmount BR-47=-TaxTotal/TaxSubtotal/TaxCategory/ID
  BR-AE-10=TaxTotal/TaxSubtotal/TaxCategory/ID:AE BR-AF-01=AllowanceCharge/TaxCategory/ID:L
  BR-AG-01=AllowanceCharge/TaxCategory/ID:M
  BR-B-01=InvoiceLine/Item/OriginCountry/IdentificationCode:AE
  BR-CL-17=AllowanceCharge/TaxCategory/ID:X BR-CL-18=InvoiceLine/Item/ClassifiedTaxCategory/ID:X
  BR-CO-11=-AllowanceCharge BR-CO-12=-AllowanceCharge[2] BR-CO-18=-TaxTotal
  BR-DEC-01=AllowanceCharge/Amount:1.001 BR-DEC-05=AllowanceCharge[2]/Amount:1.001
  BR-DEC-19=TaxTotal/TaxSubtotal/TaxableAmount:1.001 BR-DEC-20=TaxTotal/TaxSubtotal/TaxAmount:1.001
  BR-DEC-23=InvoiceLine/LineExtensionAmount:1.001 BR-E-10=TaxTotal/TaxSubtotal/TaxCategory/ID:E
  BR-G-10=TaxTotal/TaxSubtotal/TaxCategory/ID:G BR-IC-10=TaxTotal/TaxSubtotal/TaxCategory/ID:K
  BR-O-02=InvoiceLine/Item/ClassifiedTaxCategory/ID:O BR-O-03=AllowanceCharge/TaxCategory/ID:O
  BR-O-04=AllowanceCharge[2]/TaxCategory/ID:O BR-O-05=InvoiceLine/Item/ClassifiedTaxCategory/ID:O
  BR-O-06=AllowanceCharge/TaxCategory/ID:O BR-O-07=AllowanceCharge[2]/TaxCategory/ID:O
  BR-O-10=TaxTotal/TaxSubtotal/TaxCategory/ID:O
Z BR-48=-TaxTotal/TaxSubtotal/TaxCategory/Percent
  BR-CO-04=InvoiceLine/Item/ClassifiedTaxCategory/TaxScheme/ID:X
  BR-CO-17=TaxTotal/TaxSubtotal/TaxCategory/Percent:1 BR-Z-01=*TaxTotal/TaxSubtotal
  BR-Z-05=-InvoiceLine/Item/ClassifiedTaxCategory/Percent
  BR-Z-06=-AllowanceCharge/TaxCategory/Percent BR-Z-07=-AllowanceCharge[2]/TaxCategory/Percent
  BR-Z-08=TaxTotal/TaxSubtotal/TaxableAmount:0
E BR-AF-10=TaxTotal/TaxSubtotal/TaxCategory/ID:L BR-AG-10=TaxTotal/TaxSubtotal/TaxCategory/ID:M
  BR-CL-22=TaxTotal/TaxSubtotal/TaxCategory/TaxExemptionReasonCode:X BR-E-01=*TaxTotal/TaxSubtotal
  BR-E-05=-InvoiceLine/Item/ClassifiedTaxCategory/Percent
  BR-E-06=-AllowanceCharge/TaxCategory/Percent BR-E-07=-AllowanceCharge[2]/TaxCategory/Percent
  BR-E-08=TaxTotal/TaxSubtotal/TaxableAmount:0 BR-E-09=TaxTotal/TaxSubtotal/TaxAmount:1
  BR-Z-10=TaxTotal/TaxSubtotal/TaxCategory/ID:Z
AE BR-AE-01=*TaxTotal/TaxSubtotal BR-AE-05=-InvoiceLine/Item/ClassifiedTaxCategory/Percent
  BR-AE-06=-AllowanceCharge/TaxCategory/Percent BR-AE-07=-AllowanceCharge[2]/TaxCategory/Percent
  BR-AE-08=TaxTotal/TaxSubtotal/TaxableAmount:0 BR-AE-09=TaxTotal/TaxSubtotal/TaxAmount:1
K BR-IC-01=*TaxTotal/TaxSubtotal BR-IC-02=-AccountingCustomerParty/Party/PartyTaxScheme
  BR-IC-03=-AccountingCustomerParty/Party/PartyTaxScheme
  BR-IC-04=-AccountingCustomerParty/Party/PartyTaxScheme
  BR-IC-05=-InvoiceLine/Item/ClassifiedTaxCategory/Percent
  BR-IC-06=-AllowanceCharge/TaxCategory/Percent BR-IC-07=-AllowanceCharge[2]/TaxCategory/Percent
  BR-IC-08=TaxTotal/TaxSubtotal/TaxableAmount:0 BR-IC-09=TaxTotal/TaxSubtotal/TaxAmount:1
  BR-IC-11=-Delivery/ActualDeliveryDate&-InvoicePeriod BR-IC-12=-Delivery
G BR-G-01=*TaxTotal/TaxSubtotal BR-G-05=-InvoiceLine/Item/ClassifiedTaxCategory/Percent
  BR-G-06=-AllowanceCharge/TaxCategory/Percent BR-G-07=-AllowanceCharge[2]/TaxCategory/Percent
  BR-G-08=TaxTotal/TaxSubtotal/TaxableAmount:0 BR-G-09=TaxTotal/TaxSubtotal/TaxAmount:1
O BR-AE-02=InvoiceLine/Item/ClassifiedTaxCategory/ID:AE BR-AE-03=AllowanceCharge/TaxCategory/ID:AE
  BR-AE-04=AllowanceCharge[2]/TaxCategory/ID:AE BR-AF-02=InvoiceLine/Item/ClassifiedTaxCategory/ID:L
  BR-AF-03=AllowanceCharge/TaxCategory/ID:L BR-AF-04=AllowanceCharge[2]/TaxCategory/ID:L
  BR-AG-02=InvoiceLine/Item/ClassifiedTaxCategory/ID:M BR-AG-03=AllowanceCharge/TaxCategory/ID:M
  BR-AG-04=AllowanceCharge[2]/TaxCategory/ID:M BR-E-02=InvoiceLine/Item/ClassifiedTaxCategory/ID:E
  BR-E-03=AllowanceCharge/TaxCategory/ID:E BR-E-04=AllowanceCharge[2]/TaxCategory/ID:E
  BR-G-02=InvoiceLine/Item/ClassifiedTaxCategory/ID:G BR-G-03=AllowanceCharge/TaxCategory/ID:G
  BR-G-04=AllowanceCharge[2]/TaxCategory/ID:G BR-O-01=*TaxTotal/TaxSubtotal
  BR-O-08=TaxTotal/TaxSubtotal/TaxableAmount:0 BR-O-09=TaxTotal/TaxSubtotal/TaxAmount:1
  BR-O-11=*TaxTotal/TaxSubtotal&TaxTotal/TaxSubtotal[2]/TaxCategory/ID:E
  BR-O-12=InvoiceLine/Item/ClassifiedTaxCategory/ID:X BR-O-13=AllowanceCharge/TaxCategory/ID:X
  BR-O-14=AllowanceCharge[2]/TaxCategory/ID:X BR-S-03=AllowanceCharge/TaxCategory/ID:S
  BR-S-04=AllowanceCharge[2]/TaxCategory/ID:S BR-Z-02=InvoiceLine/Item/ClassifiedTaxCategory/ID:Z
  BR-Z-03=AllowanceCharge/TaxCategory/ID:Z BR-Z-04=AllowanceCharge[2]/TaxCategory/ID:Z
IT BR-B-02=AllowanceCharge/TaxCategory/ID:B
L BR-AF-05=-InvoiceLine/Item/ClassifiedTaxCategory/Percent
  BR-AF-06=-AllowanceCharge/TaxCategory/Percent BR-AF-07=-AllowanceCharge[2]/TaxCategory/Percent
  BR-AF-08=AllowanceCharge/TaxCategory/Percent:0 BR-AF-09=TaxTotal/TaxSubtotal/TaxAmount:0
M BR-AG-05=-InvoiceLine/Item/ClassifiedTaxCategory/Percent
  BR-AG-06=-AllowanceCharge/TaxCategory/Percent BR-AG-07=-AllowanceCharge[2]/TaxCategory/Percent
  BR-AG-08=AllowanceCharge/TaxCategory/Percent:0 BR-AG-09=TaxTotal/TaxSubtotal/TaxAmount:0
`;
