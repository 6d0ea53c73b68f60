/**
 * Elements of UBL 2.1 that the EN 16931 core invoice does not use (UBL-CR-*), as facts.
 *
 * A paragraph is a parent path from the root (`.` is the root, `$line` an invoice or credit note line,
 * `@` an attribute), then `rule number=name` of each child. Source: CEN set 1.3.16, UBL binding.
 */
export const UNUSED = `
.: 001=UBLExtensions 003=ProfileExecutionID 004=CopyIndicator 005=UUID 006=IssueTime
  007=PricingCurrencyCode 008=PaymentCurrencyCode 009=PaymentAlternativeCurrencyCode
  010=AccountingCostCode 011=LineCountNumeric 077=StatementDocumentReference 137=Signature
  294=BuyerCustomerParty 295=SellerSupplierParty 410=DeliveryTerms 470=PrepaidPayment
  490=TaxExchangeRate 491=PricingExchangeRate 492=PaymentExchangeRate
  493=PaymentAlternativeExchangeRate 513=WithholdingTaxTotal
InvoicePeriod: 012=StartTime 013=EndTime 014=DurationMeasure 015=Description
OrderReference: 016=CopyIndicator 017=UUID 018=IssueDate 019=IssueTime 020=CustomerReference
  021=OrderTypeCode 022=DocumentReference
BillingReference/InvoiceDocumentReference: 023=CopyIndicator 024=UUID 025=IssueTime
  026=DocumentTypeCode 027=DocumentType 028=XPath 029=LanguageID 030=LocaleCode 031=VersionID
  032=DocumentStatusCode 033=DocumentDescription 034=Attachment 035=ValidityPeriod 036=IssuerParty
  037=ResultOfVerification
BillingReference: 038=SelfBilledInvoiceDocumentReference 039=CreditNoteDocumentReference
  040=SelfBilledCreditNoteDocumentReference 041=DebitNoteDocumentReference
  042=ReminderDocumentReference 043=AdditionalDocumentReference 044=BillingReferenceLine
DespatchDocumentReference: 045=CopyIndicator 046=UUID 047=IssueDate 048=IssueTime
  049=DocumentTypeCode 050=DocumentType 051=XPath 052=LanguageID 053=LocaleCode 054=VersionID
  055=DocumentStatusCode 056=DocumentDescription 057=Attachment 058=ValidityPeriod 059=IssuerParty
  060=ResultOfVerification
ReceiptDocumentReference: 061=CopyIndicator 062=UUID 063=IssueDate 064=IssueTime
  065=DocumentTypeCode 066=DocumentType 067=XPath 068=LanguageID 069=LocaleCode 070=VersionID
  071=DocumentStatusCode 072=DocumentDescription 073=Attachment 074=ValidityPeriod 075=IssuerParty
  076=ResultOfVerification
OriginatorDocumentReference: 078=CopyIndicator 079=UUID 080=IssueDate 081=IssueTime
  082=DocumentTypeCode 083=DocumentType 084=XPath 085=LanguageID 086=LocaleCode 087=VersionID
  088=DocumentStatusCode 089=DocumentDescription 090=Attachment 091=ValidityPeriod 092=IssuerParty
  093=ResultOfVerification
ContractDocumentReference: 094=CopyIndicator 095=UUID 096=IssueDate 097=IssueTime
  098=DocumentTypeCode 099=DocumentType 100=XPath 101=LanguageID 102=LocaleCode 103=VersionID
  104=DocumentStatusCode 105=DocumentDescription 106=Attachment 107=ValidityPeriod 108=IssuerParty
  109=ResultOfVerification
AdditionalDocumentReference: 110=CopyIndicator 111=UUID 112=IssueDate 113=IssueTime
  114=DocumentType 115=XPath 116=LanguageID 117=LocaleCode 118=VersionID 119=DocumentStatusCode
  131=ValidityPeriod 132=IssuerParty 133=ResultOfVerification
AdditionalDocumentReference/Attachment/ExternalReference: 121=DocumentHash 122=HashAlgorithmMethod
  123=ExpiryDate 124=ExpiryTime 125=MimeCode 126=FormatCode 127=EncodingCode 128=CharacterSetCode
  129=FileName 130=Description
ProjectReference: 134=UUID 135=IssueDate 136=WorkPhaseReference
AccountingSupplierParty: 138=CustomerAssignedAccountID 139=AdditionalAccountID
  140=DataSendingCapability 198=DespatchContact 199=AccountingContact 200=SellerContact
AccountingSupplierParty/Party: 141=MarkCareIndicator 142=MarkAttentionIndicator 143=WebsiteURI
  144=LogoReferenceID 145=IndustryClassificationCode 146=Language 168=PhysicalLocation 193=Person
  194=AgentParty 195=ServiceProviderParty 196=PowerOfAttorney 197=FinancialAccount
AccountingSupplierParty/Party/PostalAddress: 147=ID 148=AddressTypeCode 149=AddressFormatCode
  150=Postbox 151=Floor 152=Room 153=BlockName 154=BuildingName 155=BuildingNumber 156=InhouseMail
  157=Department 158=MarkAttention 159=MarkCare 160=PlotIdentification 161=CitySubdivisionName
  162=CountrySubentityCode 163=Region 164=District 165=TimezoneOffset 167=LocationCoordinate
AccountingSupplierParty/Party/PostalAddress/Country: 166=Name
AccountingSupplierParty/Party/PartyTaxScheme: 169=RegistrationName 170=TaxLevelCode
  171=ExemptionReasonCode 172=ExemptionReason 173=RegistrationAddress
AccountingSupplierParty/Party/PartyTaxScheme/TaxScheme: 174=Name 175=TaxTypeCode 176=CurrencyCode
  177=JurisdictionRegionAddress
AccountingSupplierParty/Party/PartyLegalEntity: 178=RegistrationDate
  179=RegistrationExpirationDate 180=CompanyLegalFormCode 181=SoleProprietorshipIndicator
  182=CompanyLiquidationStatusCode 183=CorporateStockAmount 184=FullyPaidSharesIndicator
  185=RegistrationAddress 186=CorporateRegistrationScheme 187=HeadOfficeParty 188=ShareholderParty
AccountingSupplierParty/Party/Contact: 189=ID 190=Telefax 191=Note 192=OtherCommunication
AccountingCustomerParty: 201=CustomerAssignedAccountID 202=SupplierAssignedAccountID
  203=AdditionalAccountID 262=DeliveryContact 263=AccountingContact 264=BuyerContact
AccountingCustomerParty/Party: 204=MarkCareIndicator 205=MarkAttentionIndicator 206=WebsiteURI
  207=LogoReferenceID 208=IndustryClassificationCode 209=Language 231=PhysicalLocation 257=Person
  258=AgentParty 259=ServiceProviderParty 260=PowerOfAttorney 261=FinancialAccount
AccountingCustomerParty/Party/PostalAddress: 210=ID 211=AddressTypeCode 212=AddressFormatCode
  213=Postbox 214=Floor 215=Room 216=BlockName 217=BuildingName 218=BuildingNumber 219=InhouseMail
  220=Department 221=MarkAttention 222=MarkCare 223=PlotIdentification 224=CitySubdivisionName
  225=CountrySubentityCode 226=Region 227=District 228=TimezoneOffset 230=LocationCoordinate
AccountingCustomerParty/Party/PostalAddress/Country: 229=Name
AccountingCustomerParty/Party/PartyTaxScheme: 232=RegistrationName 233=TaxLevelCode
  234=ExemptionReasonCode 235=ExemptionReason 236=RegistrationAddress
AccountingCustomerParty/Party/PartyTaxScheme/TaxScheme: 237=Name 238=TaxTypeCode 239=CurrencyCode
  240=JurisdictionRegionAddress
AccountingCustomerParty/Party/PartyLegalEntity: 241=RegistrationDate
  242=RegistrationExpirationDate 243=CompanyLegalFormCode 244=CompanyLegalForm
  245=SoleProprietorshipIndicator 246=CompanyLiquidationStatusCode 247=CorporateStockAmount
  248=FullyPaidSharesIndicator 249=RegistrationAddress 250=CorporateRegistrationScheme
  251=HeadOfficeParty 252=ShareholderParty
AccountingCustomerParty/Party/Contact: 253=ID 254=Telefax 255=Note 256=OtherCommunication
PayeeParty: 265=MarkCareIndicator 266=MarkAttentionIndicator 267=WebsiteURI 268=LogoReferenceID
  269=EndpointID 270=IndustryClassificationCode 271=Language 272=PostalAddress
  273=PhysicalLocation 274=PartyTaxScheme 288=Contact 289=Person 290=AgentParty
  291=ServiceProviderParty 292=PowerOfAttorney 293=FinancialAccount
PayeeParty/PartyLegalEntity: 275=RegistrationName 276=RegistrationDate
  277=RegistrationExpirationDate 278=CompanyLegalFormCode 279=CompanyLegalForm
  280=SoleProprietorshipIndicator 281=CompanyLiquidationStatusCode 282=CorporateStockAmount
  283=FullyPaidSharesIndicator 284=RegistrationAddress 285=CorporateRegistrationScheme
  286=HeadOfficeParty 287=ShareholderParty
TaxRepresentativeParty: 296=MarkCareIndicator 297=MarkAttentionIndicator 298=WebsiteURI
  299=LogoReferenceID 300=EndpointID 301=IndustryClassificationCode 302=PartyIdentification
  303=Language 325=PhysicalLocation 335=PartyLegalEntity 336=Contact 337=Person 338=AgentParty
  339=ServiceProviderParty 340=PowerOfAttorney 341=FinancialAccount
TaxRepresentativeParty/PostalAddress: 304=ID 305=AddressTypeCode 306=AddressFormatCode 307=Postbox
  308=Floor 309=Room 310=BlockName 311=BuildingName 312=BuildingNumber 313=InhouseMail
  314=Department 315=MarkAttention 316=MarkCare 317=PlotIdentification 318=CitySubdivisionName
  319=CountrySubentityCode 320=Region 321=District 322=TimezoneOffset 324=LocationCoordinate
TaxRepresentativeParty/PostalAddress/Country: 323=Name
TaxRepresentativeParty/PartyTaxScheme: 326=RegistrationName 327=TaxLevelCode
  328=ExemptionReasonCode 329=ExemptionReason 330=RegistrationAddress
TaxRepresentativeParty/PartyTaxScheme/TaxScheme: 331=Name 332=TaxTypeCode 333=CurrencyCode
  334=JurisdictionRegionAddress
Delivery: 342=ID 343=Quantity 344=MinimumQuantity 345=MaximumQuantity 346=ActualDeliveryTime
  347=LatestDeliveryDate 348=LatestDeliveryTime 349=ReleaseID 350=TrackingID
  382=AlternativeDeliveryLocation 383=RequestedDeliveryPeriod 384=EstimatedDeliveryPeriod
  385=CarrierParty 404=NotifyParty 405=Despatch 406=DeliveryTerms 407=MinimumDeliveryUnit
  408=MaximumDeliveryUnit 409=Shipment 682=DeliveryAddress
Delivery/DeliveryLocation: 351=Description 352=Conditions 353=CountrySubentity
  354=CountrySubentityCode 355=LocationTypeCode 356=InformationURI 357=Name 358=ValidityPeriod
  380=SubsidiaryLocation 381=LocationCoordinate
Delivery/DeliveryLocation/Address: 359=ID 360=AddressTypeCode 361=AddressFormatCode 362=Postbox
  363=Floor 364=Room 365=BlockName 366=BuildingName 367=BuildingNumber 368=InhouseMail
  369=Department 370=MarkAttention 371=MarkCare 372=PlotIdentification 373=CitySubdivisionName
  374=CountrySubentityCode 375=Region 376=District 377=TimezoneOffset 379=LocationCoordinate
Delivery/DeliveryLocation/Address/Country: 378=Name
Delivery/DeliveryParty: 386=MarkCareIndicator 387=MarkAttentionIndicator 388=WebsiteURI
  389=LogoReferenceID 390=EndpointID 391=IndustryClassificationCode 392=PartyIdentification
  393=Language 394=PostalAddress 395=PhysicalLocation 396=PartyTaxScheme 397=PartyLegalEntity
  398=Contact 399=Person 400=AgentParty 401=ServiceProviderParty 402=PowerOfAttorney
  403=FinancialAccount
PaymentMeans: 411=ID 412=PaymentDueDate 413=PaymentChannelCode 414=InstructionID 434=CreditAccount 451=TradeFinancing
  681=InstructionNote
PaymentMeans/CardAccount: 415=CardTypeCode 416=ValidityStartDate 417=ExpiryDate 418=IssuerID
  419=IssueNumberID 420=CV2ID 421=CardChipCode 422=ChipApplicationID
PaymentMeans/PayeeFinancialAccount: 424=AliasName 425=AccountTypeCode 426=AccountFormatCode
  427=CurrencyCode 428=PaymentNote 433=Country
PaymentMeans/PayeeFinancialAccount/FinancialInstitutionBranch: 429=Name 432=Address
PaymentMeans/PayeeFinancialAccount/FinancialInstitutionBranch/FinancialInstitution: 430=Name
  431=Address
PaymentMeans/PaymentMandate: 435=MandateTypeCode 436=MaximumPaymentInstructionsNumeric
  437=MaximumPaidAmount 438=SignatureID 439=PayerParty 448=ValidityPeriod
  449=PaymentReversalPeriod 450=Clause
PaymentMeans/PaymentMandate/PayerFinancialAccount: 440=Name 441=AliasName 442=AccountTypeCode
  443=AccountFormatCode 444=CurrencyCode 445=PaymentNote 446=FinancialInstitutionBranch
  447=Country
PaymentTerms: 452=ID 453=PaymentMeansID 454=PrepaidPaymentReferenceID 455=ReferenceEventCode
  456=SettlementDiscountPercent 457=PenaltySurchargePercent 458=PaymentPercent 459=Amount
  460=SettlementDiscountAmount 461=PenaltyAmount 462=PaymentTermsDetailsURI 463=PaymentDueDate
  464=InstallmentDueDate 465=InvoicingPartyReference 466=SettlementPeriod 467=PenaltyPeriod
  468=ExchangeRate 469=ValidityPeriod
AllowanceCharge: 471=ID 472=PrepaidIndicator 473=SequenceNumeric 474=AccountingCostCode
  475=AccountingCost 476=PerUnitAmount 488=TaxTotal 489=PaymentMeans
AllowanceCharge/TaxCategory: 477=Name 478=BaseUnitMeasure 479=PerUnitAmount
  480=TaxExemptionReasonCode 481=TaxExemptionReason 482=TierRange 483=TierRatePercent
AllowanceCharge/TaxCategory/TaxScheme: 484=Name 485=TaxTypeCode 486=CurrencyCode
  487=JurisdictionRegionAddress
TaxTotal: 494=RoundingAmount 495=TaxEvidenceIndicator 496=TaxIncludedIndicator
TaxTotal/TaxSubtotal: 497=CalculationSequenceNumeric 498=TransactionCurrencyTaxAmount 499=Percent
  500=BaseUnitMeasure 501=PerUnitAmount 502=TierRange 503=TierRatePercent
TaxTotal/TaxSubtotal/TaxCategory: 504=Name 505=BaseUnitMeasure 506=PerUnitAmount 507=TierRange
  508=TierRatePercent
TaxTotal/TaxSubtotal/TaxCategory/TaxScheme: 509=Name 510=TaxTypeCode 511=CurrencyCode
  512=JurisdictionRegionAddress
LegalMonetaryTotal: 514=PayableAlternativeAmount
$line: 515=UUID 516=TaxPointDate 517=AccountingCostCode 518=PaymentPurposeCode
  519=FreeOfChargeIndicator 529=DespatchLineReference 530=ReceiptLineReference
  531=BillingReference 548=PricingReference 549=OriginatorParty 550=Delivery 551=PaymentTerms
  561=TaxTotal 562=WithholdingTaxTotal 645=DeliveryTerms 646=SubInvoiceLine 647=ItemPriceExtension
$line/InvoicePeriod: 520=StartTime 521=EndTime 522=DurationMeasure 523=DescriptionCode
  524=Description
$line/OrderLineReference: 525=SalesOrderLineID 526=UUID 527=LineStatusCode 528=OrderReference
$line/DocumentReference: 532=CopyIndicator 533=UUID 534=IssueDate 535=IssueTime 537=DocumentType
  538=XPath 539=LanguageID 540=LocaleCode 541=VersionID 542=DocumentStatusCode
  543=DocumentDescription 544=Attachment 545=ValidityPeriod 546=IssuerParty
  547=ResultOfVerification
$line/AllowanceCharge: 552=ID 553=PrepaidIndicator 554=SequenceNumeric 555=AccountingCostCode
  556=AccountingCost 557=PerUnitAmount 558=TaxCategory 559=TaxTotal 560=PaymentMeans
$line/Item: 563=PackQuantity 564=PackSizeNumeric 565=CatalogueIndicator 566=HazardousRiskIndicator
  567=AdditionalInformation 568=Keyword 569=BrandName 570=ModelName
  581=ManufacturersItemIdentification 587=CatalogueItemIdentification
  588=AdditionalItemIdentification 589=CatalogueDocumentReference
  590=ItemSpecificationDocumentReference 595=TransactionConditions 596=HazardousItem
  619=ManufacturerParty 620=InformationContentProviderParty 621=OriginAddress 622=ItemInstance
  623=Certificate 624=Dimension
$line/Item/BuyersItemIdentification: 571=ExtendedID 572=BarcodeSymbologyID 573=PhysicalAttribute
  574=MeasurementDimension 575=IssuerParty
$line/Item/SellersItemIdentification: 576=ExtendedID 577=BarcodeSymbologyID 578=PhysicalAttribute
  579=MeasurementDimension 580=IssuerParty
$line/Item/StandardItemIdentification: 582=ExtendedID 583=BarcodeSymbologyID 584=PhysicalAttribute
  585=MeasurementDimension 586=IssuerParty
$line/Item/OriginCountry: 591=Name
$line/Item/CommodityClassification: 592=NatureCode 593=CargoTypeCode 594=CommodityCode
$line/Item/ClassifiedTaxCategory: 597=Name 598=BaseUnitMeasure 599=PerUnitAmount
  600=TaxExemptionReasonCode 601=TaxExemptionReason 602=TierRange 603=TierRatePercent
$line/Item/ClassifiedTaxCategory/TaxScheme: 604=Name 605=TaxTypeCode 606=CurrencyCode
  607=JurisdictionRegionAddress
$line/Item/AdditionalItemProperty: 608=ID 609=NameCode 610=TestMethod 611=ValueQuantity
  612=ValueQualifier 613=ImportanceCode 614=ListValue 615=UsabilityPeriod 616=ItemPropertyGroup
  617=RangeDimension 618=ItemPropertyRange
$line/Price: 625=PriceChangeReason 626=PriceTypeCode 627=PriceType 628=OrderableUnitFactorRate
  629=ValidityPeriod 630=PriceList 644=PricingExchangeRate
$line/Price/AllowanceCharge: 632=ID 633=AllowanceChargeReasonCode 634=AllowanceChargeReason
  635=MultiplierFactorNumeric 636=PrepaidIndicator 637=SequenceNumeric 638=AccountingCostCode
  639=AccountingCost 640=PerUnitAmount 641=TaxCategory 642=TaxTotal 643=PaymentMeans
CustomizationID: 648=@schemeID
ProfileID: 649=@schemeID
ID: 650=@schemeID
SalesOrderID: 651=@schemeID
PaymentMeans/PaymentID: 653=@schemeID
PaymentMeans/PayeeFinancialAccount/ID: 654=@schemeID
PaymentMeans/PayeeFinancialAccount/FinancialInstitutionBranch/ID: 655=@schemeID
InvoiceTypeCode: 656=@listID
DocumentCurrencyCode: 657=@listID
TaxCurrencyCode: 658=@listID
AdditionalDocumentReference/DocumentTypeCode: 659=@listID
PaymentMeans/PaymentMeansCode: 661=@listID
CreditNoteTypeCode: 672=@listID
`;

/** The same anywhere in the document: `rule number=path`, the last step being what is not used. */
export const UNUSED_ANYWHERE = `
  652=PartyTaxScheme/CompanyID/@schemeID 660=Country/IdentificationCode/@listID
  662=AllowanceChargeReasonCode/@listID 664=FinancialInstitution
  667=BuyersItemIdentification/ID/@schemeID 668=SellersItemIdentification/ID/@schemeID
  669=Price/AllowanceCharge/AllowanceChargeReasonCode
  670=Price/AllowanceCharge/AllowanceChargeReason
  671=Price/AllowanceCharge/MultiplierFactorNumeric 674=PrimaryAccountNumberID/@schemeID
  675=CardAccount/NetworkID/@schemeID 676=PaymentMandate/ID/@schemeID
  677=PaymentMandate/PayerFinancialAccount/ID/@schemeID 678=TaxCategory/ID/@schemeID
  679=ClassifiedTaxCategory/ID/@schemeID 680=PaymentMeans/PayerFinancialAccount
`;

/** UBL-DT-*: attributes that the core invoice does not use, anywhere. UBL-CR-663 is one of them. */
export const UNUSED_ATTRIBUTES = `
  DT-08=schemeName DT-09=schemeAgencyName DT-10=schemeDataURI DT-11=schemeURI DT-12=format
  DT-13=unitCodeListIdentifier DT-14=unitCodeListAgencyIdentifier DT-15=unitCodeListAgencyName
  DT-16=listAgencyName DT-17=listName DT-18=name DT-19=languageID DT-20=listURI
  DT-21=listSchemeURI DT-22=languageLocaleID DT-23=uri DT-24=currencyCodeListVersionID
  DT-25=characterSetCode DT-26=encodingCode DT-27=schemeAgencyID DT-28=listAgencyID
  CR-663=unitCodeListID
`;

/** UBL-SR-*: `rule number=path` of what may occur at most once under each element. */
export const AT_MOST_ONCE = `
.: 01=ContractDocumentReference/ID 02=ReceiptDocumentReference/ID 03=DespatchDocumentReference/ID
  05=PaymentTerms/Note 08=InvoicePeriod
  09=AccountingSupplierParty/Party/PartyLegalEntity/RegistrationName
  10=AccountingSupplierParty/Party/PartyName/Name
  11=AccountingSupplierParty/Party/PartyLegalEntity/CompanyID
  14=AccountingSupplierParty/Party/PartyLegalEntity/CompanyLegalForm
  15=AccountingCustomerParty/Party/PartyLegalEntity/RegistrationName
  16=AccountingCustomerParty/Party/PartyIdentification/ID
  17=AccountingCustomerParty/Party/PartyLegalEntity/CompanyID
  40=AccountingCustomerParty/Party/PartyName/Name 24=Delivery 39=ProjectReference/ID
  45=PaymentMeans/PaymentDueDate 49=InvoicePeriod/DescriptionCode 54=PaymentMeans/CardAccount
  55=PaymentMeans/PaymentMandate 56=OriginatorDocumentReference/ID
BillingReference: 06=InvoiceDocumentReference
TaxRepresentativeParty: 22=PartyName/Name 23=PartyTaxScheme/CompanyID
Delivery: 25=DeliveryParty/PartyName/Name
PaymentMeans: 26=PaymentID 27=PaymentMeansCode 28=PaymentMandate/ID
TaxSubtotal: 32=TaxCategory/TaxExemptionReason
AdditionalDocumentReference: 33=DocumentDescription
InvoiceLine: 34=Note 35=OrderLineReference/LineID 36=InvoicePeriod 37=Price/AllowanceCharge/Amount
  50=Item/Description 52=DocumentReference
CreditNoteLine: 34=Note 35=OrderLineReference/LineID 36=InvoicePeriod
  37=Price/AllowanceCharge/Amount 50=Item/Description 52=DocumentReference
PostalAddress: 51=AddressLine
Address: 51=AddressLine
`;
