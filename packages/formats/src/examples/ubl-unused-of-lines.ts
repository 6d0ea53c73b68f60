/** Examples of rules on what a line does not hold in UBL: `base CODE=edit …`; see `read-table.ts`. */
export const UBL_UNUSED_OF_LINES = `
S UBL-CR-515=InvoiceLine/UUID UBL-CR-516=InvoiceLine/TaxPointDate
  UBL-CR-517=InvoiceLine/AccountingCostCode UBL-CR-518=InvoiceLine/PaymentPurposeCode
  UBL-CR-519=InvoiceLine/FreeOfChargeIndicator UBL-CR-520=InvoiceLine/InvoicePeriod/StartTime
  UBL-CR-521=InvoiceLine/InvoicePeriod/EndTime UBL-CR-522=InvoiceLine/InvoicePeriod/DurationMeasure
  UBL-CR-523=InvoiceLine/InvoicePeriod/DescriptionCode
  UBL-CR-524=InvoiceLine/InvoicePeriod/Description
  UBL-CR-525=InvoiceLine/OrderLineReference/SalesOrderLineID
  UBL-CR-526=InvoiceLine/OrderLineReference/UUID
  UBL-CR-527=InvoiceLine/OrderLineReference/LineStatusCode
  UBL-CR-528=InvoiceLine/OrderLineReference/OrderReference
  UBL-CR-529=InvoiceLine/DespatchLineReference UBL-CR-530=InvoiceLine/ReceiptLineReference
  UBL-CR-531=InvoiceLine/BillingReference UBL-CR-532=InvoiceLine/DocumentReference/CopyIndicator
  UBL-CR-533=InvoiceLine/DocumentReference/UUID UBL-CR-534=InvoiceLine/DocumentReference/IssueDate
  UBL-CR-535=InvoiceLine/DocumentReference/IssueTime
  UBL-CR-537=InvoiceLine/DocumentReference/DocumentType
  UBL-CR-538=InvoiceLine/DocumentReference/XPath UBL-CR-539=InvoiceLine/DocumentReference/LanguageID
  UBL-CR-540=InvoiceLine/DocumentReference/LocaleCode
  UBL-CR-541=InvoiceLine/DocumentReference/VersionID
  UBL-CR-542=InvoiceLine/DocumentReference/DocumentStatusCode
  UBL-CR-543=InvoiceLine/DocumentReference/DocumentDescription
  UBL-CR-544=InvoiceLine/DocumentReference/Attachment
  UBL-CR-545=InvoiceLine/DocumentReference/ValidityPeriod
  UBL-CR-546=InvoiceLine/DocumentReference/IssuerParty
  UBL-CR-547=InvoiceLine/DocumentReference/ResultOfVerification
  UBL-CR-548=InvoiceLine/PricingReference UBL-CR-549=InvoiceLine/OriginatorParty
  UBL-CR-550=InvoiceLine/Delivery UBL-CR-551=InvoiceLine/PaymentTerms
  UBL-CR-552=InvoiceLine/AllowanceCharge/ID UBL-CR-553=InvoiceLine/AllowanceCharge/PrepaidIndicator
  UBL-CR-554=InvoiceLine/AllowanceCharge/SequenceNumeric
  UBL-CR-555=InvoiceLine/AllowanceCharge/AccountingCostCode
  UBL-CR-556=InvoiceLine/AllowanceCharge/AccountingCost
  UBL-CR-557=InvoiceLine/AllowanceCharge/PerUnitAmount
  UBL-CR-558=InvoiceLine/AllowanceCharge/TaxCategory UBL-CR-559=InvoiceLine/AllowanceCharge/TaxTotal
  UBL-CR-560=InvoiceLine/AllowanceCharge/PaymentMeans UBL-CR-561=InvoiceLine/TaxTotal
  UBL-CR-562=InvoiceLine/WithholdingTaxTotal UBL-CR-563=InvoiceLine/Item/PackQuantity
  UBL-CR-564=InvoiceLine/Item/PackSizeNumeric UBL-CR-565=InvoiceLine/Item/CatalogueIndicator
  UBL-CR-566=InvoiceLine/Item/HazardousRiskIndicator
  UBL-CR-567=InvoiceLine/Item/AdditionalInformation UBL-CR-568=InvoiceLine/Item/Keyword
  UBL-CR-569=InvoiceLine/Item/BrandName UBL-CR-570=InvoiceLine/Item/ModelName
  UBL-CR-571=InvoiceLine/Item/BuyersItemIdentification/ExtendedID
  UBL-CR-572=InvoiceLine/Item/BuyersItemIdentification/BarcodeSymbologyID
  UBL-CR-573=InvoiceLine/Item/BuyersItemIdentification/PhysicalAttribute
  UBL-CR-574=InvoiceLine/Item/BuyersItemIdentification/MeasurementDimension
  UBL-CR-575=InvoiceLine/Item/BuyersItemIdentification/IssuerParty
  UBL-CR-576=InvoiceLine/Item/SellersItemIdentification/ExtendedID
  UBL-CR-577=InvoiceLine/Item/SellersItemIdentification/BarcodeSymbologyID
  UBL-CR-578=InvoiceLine/Item/SellersItemIdentification/PhysicalAttribute
  UBL-CR-579=InvoiceLine/Item/SellersItemIdentification/MeasurementDimension
  UBL-CR-580=InvoiceLine/Item/SellersItemIdentification/IssuerParty
  UBL-CR-581=InvoiceLine/Item/ManufacturersItemIdentification
  UBL-CR-582=InvoiceLine/Item/StandardItemIdentification/ExtendedID
  UBL-CR-583=InvoiceLine/Item/StandardItemIdentification/BarcodeSymbologyID
  UBL-CR-584=InvoiceLine/Item/StandardItemIdentification/PhysicalAttribute
  UBL-CR-585=InvoiceLine/Item/StandardItemIdentification/MeasurementDimension
  UBL-CR-586=InvoiceLine/Item/StandardItemIdentification/IssuerParty
  UBL-CR-587=InvoiceLine/Item/CatalogueItemIdentification
  UBL-CR-588=InvoiceLine/Item/AdditionalItemIdentification
  UBL-CR-589=InvoiceLine/Item/CatalogueDocumentReference
  UBL-CR-590=InvoiceLine/Item/ItemSpecificationDocumentReference
  UBL-CR-591=InvoiceLine/Item/OriginCountry/Name
  UBL-CR-592=InvoiceLine/Item/CommodityClassification/NatureCode
  UBL-CR-593=InvoiceLine/Item/CommodityClassification/CargoTypeCode
  UBL-CR-594=InvoiceLine/Item/CommodityClassification/CommodityCode
  UBL-CR-595=InvoiceLine/Item/TransactionConditions UBL-CR-596=InvoiceLine/Item/HazardousItem
  UBL-CR-597=InvoiceLine/Item/ClassifiedTaxCategory/Name
  UBL-CR-598=InvoiceLine/Item/ClassifiedTaxCategory/BaseUnitMeasure
  UBL-CR-599=InvoiceLine/Item/ClassifiedTaxCategory/PerUnitAmount
  UBL-CR-600=InvoiceLine/Item/ClassifiedTaxCategory/TaxExemptionReasonCode
  UBL-CR-601=InvoiceLine/Item/ClassifiedTaxCategory/TaxExemptionReason
  UBL-CR-602=InvoiceLine/Item/ClassifiedTaxCategory/TierRange
  UBL-CR-603=InvoiceLine/Item/ClassifiedTaxCategory/TierRatePercent
  UBL-CR-604=InvoiceLine/Item/ClassifiedTaxCategory/TaxScheme/Name
  UBL-CR-605=InvoiceLine/Item/ClassifiedTaxCategory/TaxScheme/TaxTypeCode
  UBL-CR-606=InvoiceLine/Item/ClassifiedTaxCategory/TaxScheme/CurrencyCode
  UBL-CR-607=InvoiceLine/Item/ClassifiedTaxCategory/TaxScheme/JurisdictionRegionAddress
  UBL-CR-608=InvoiceLine/Item/AdditionalItemProperty/ID
  UBL-CR-609=InvoiceLine/Item/AdditionalItemProperty/NameCode
  UBL-CR-610=InvoiceLine/Item/AdditionalItemProperty/TestMethod
  UBL-CR-611=InvoiceLine/Item/AdditionalItemProperty/ValueQuantity
  UBL-CR-612=InvoiceLine/Item/AdditionalItemProperty/ValueQualifier
  UBL-CR-613=InvoiceLine/Item/AdditionalItemProperty/ImportanceCode
  UBL-CR-614=InvoiceLine/Item/AdditionalItemProperty/ListValue
  UBL-CR-615=InvoiceLine/Item/AdditionalItemProperty/UsabilityPeriod
  UBL-CR-616=InvoiceLine/Item/AdditionalItemProperty/ItemPropertyGroup
  UBL-CR-617=InvoiceLine/Item/AdditionalItemProperty/RangeDimension
  UBL-CR-618=InvoiceLine/Item/AdditionalItemProperty/ItemPropertyRange
  UBL-CR-619=InvoiceLine/Item/ManufacturerParty
  UBL-CR-620=InvoiceLine/Item/InformationContentProviderParty
  UBL-CR-621=InvoiceLine/Item/OriginAddress UBL-CR-622=InvoiceLine/Item/ItemInstance
  UBL-CR-623=InvoiceLine/Item/Certificate UBL-CR-624=InvoiceLine/Item/Dimension
  UBL-CR-625=InvoiceLine/Price/PriceChangeReason UBL-CR-626=InvoiceLine/Price/PriceTypeCode
  UBL-CR-627=InvoiceLine/Price/PriceType UBL-CR-628=InvoiceLine/Price/OrderableUnitFactorRate
  UBL-CR-629=InvoiceLine/Price/ValidityPeriod UBL-CR-630=InvoiceLine/Price/PriceList
  UBL-CR-632=InvoiceLine/Price/AllowanceCharge/ID
  UBL-CR-633=InvoiceLine/Price/AllowanceCharge/AllowanceChargeReasonCode
  UBL-CR-634=InvoiceLine/Price/AllowanceCharge/AllowanceChargeReason
  UBL-CR-635=InvoiceLine/Price/AllowanceCharge/MultiplierFactorNumeric
  UBL-CR-636=InvoiceLine/Price/AllowanceCharge/PrepaidIndicator
  UBL-CR-637=InvoiceLine/Price/AllowanceCharge/SequenceNumeric
  UBL-CR-638=InvoiceLine/Price/AllowanceCharge/AccountingCostCode
  UBL-CR-639=InvoiceLine/Price/AllowanceCharge/AccountingCost
  UBL-CR-640=InvoiceLine/Price/AllowanceCharge/PerUnitAmount
  UBL-CR-641=InvoiceLine/Price/AllowanceCharge/TaxCategory
  UBL-CR-642=InvoiceLine/Price/AllowanceCharge/TaxTotal
  UBL-CR-643=InvoiceLine/Price/AllowanceCharge/PaymentMeans
  UBL-CR-644=InvoiceLine/Price/PricingExchangeRate UBL-CR-645=InvoiceLine/DeliveryTerms
  UBL-CR-646=InvoiceLine/SubInvoiceLine UBL-CR-647=InvoiceLine/ItemPriceExtension
  UBL-CR-663=InvoiceLine/InvoicedQuantity/@unitCodeListID:es
  UBL-CR-667=InvoiceLine/Item/BuyersItemIdentification/ID/@schemeID:
  UBL-CR-668=InvoiceLine/Item/SellersItemIdentification/ID/@schemeID:
  UBL-CR-669=InvoiceLine/Price/AllowanceCharge/AllowanceChargeReasonCode
  UBL-CR-670=InvoiceLine/Price/AllowanceCharge/AllowanceChargeReason
  UBL-CR-671=InvoiceLine/Price/AllowanceCharge/MultiplierFactorNumeric
  UBL-CR-679=InvoiceLine/Item/ClassifiedTaxCategory/ID/@schemeID:
`;
