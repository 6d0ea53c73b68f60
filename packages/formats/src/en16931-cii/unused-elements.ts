/**
 * Elements of CII D16B that the EN 16931 core invoice does not use (CII-SR-*, CII-DT-*), as facts.
 *
 * A paragraph is a parent path from the root (`.` is the root; `$line`, `$agreement`, `$delivery` and
 * `$settlement` are the parts of the transaction, `@` an attribute), then `rule=name` of each child.
 * Source: CEN set 1.3.16, CII binding. CII-DT-010 to 012 can never fire there and are left out.
 */
export const UNUSED = `
ExchangedDocumentContext: SR-001=SpecifiedTransactionID SR-002=TestIndicator
  SR-006=BIMSpecifiedDocumentContextParameter SR-007=ScenarioSpecifiedDocumentContextParameter
  SR-008=ApplicationSpecifiedDocumentContextParameter
  SR-011=SubsetSpecifiedDocumentContextParameter
  SR-012=MessageStandardSpecifiedDocumentContextParameter
ExchangedDocument: SR-013=Name SR-016=CopyIndicator SR-017=Purpose
  SR-018=ControlRequirementIndicator SR-019=LanguageID SR-020=PurposeCode SR-021=RevisionDateTime
  SR-022=VersionID SR-023=GlobalID SR-024=RevisionID SR-025=PreviousRevisionID SR-026=CategoryCode
  SR-033=EffectiveSpecifiedPeriod SR-034=IssuerTradeParty
ExchangedDocument/IssueDateTime: SR-015=DateTime
ExchangedDocument/IncludedNote: SR-027=Subject SR-028=ContentCode SR-032=ID
$line: SR-035=DescriptionCode SR-036=ParentLineID SR-037=LineStatusCode
  SR-038=LineStatusReasonCode SR-221=IncludedSubordinateTradeLineItem
$line/AssociatedDocumentLineDocument/IncludedNote: SR-041=SubjectCode SR-042=ID SR-043=Subject
  SR-044=ContentCode
$line/SpecifiedTradeProduct: SR-045=ID SR-048=ManufacturerAssignedID SR-049=TradeName
  SR-050=TypeCode SR-051=NetWeightMeasure SR-052=GrossWeightMeasure SR-053=ProductGroupID
  SR-054=EndItemTypeCode SR-055=EndItemName SR-056=AreaDensityMeasure SR-057=UseDescription
  SR-058=BrandName SR-059=SubBrandName SR-060=DrainedNetWeightMeasure
  SR-061=VariableMeasureIndicator SR-062=ColourCode SR-063=ColourDescription SR-064=Designation
  SR-065=FormattedCancellationAnnouncedLaunchDateTime
  SR-066=FormattedLatestProductDataChangeDateTime SR-080=ApplicableMaterialGoodsCharacteristic
  SR-087=IndividualTradeProductInstance SR-088=CertificationEvidenceReferenceReferencedDocument
  SR-089=InspectionReferenceReferencedDocument SR-093=LinearSpatialDimension
  SR-094=MinimumLinearSpatialDimension SR-095=MaximumLinearSpatialDimension
  SR-096=ManufacturerTradeParty SR-097=PresentationSpecifiedBinaryFile
  SR-098=MSDSReferenceReferencedDocument SR-099=AdditionalReferenceReferencedDocument
  SR-100=LegalRightsOwnerTradeParty SR-101=BrandOwnerTradeParty SR-102=IncludedReferencedProduct
  SR-103=InformationNote
$line/SpecifiedTradeProduct/ApplicableProductCharacteristic: SR-067=ID SR-068=TypeCode
  SR-070=ValueMeasure SR-071=MeasurementMethodCode SR-073=ValueCode SR-074=ValueDateTime
  SR-075=ValueIndicator SR-076=ContentTypeCode SR-077=ValueSpecifiedBinaryFile
  SR-078=ApplicableProductCharacteristicCondition SR-079=ApplicableReferencedStandard
$line/SpecifiedTradeProduct/DesignatedProductClassification: SR-081=SystemID SR-082=SystemName
  SR-083=ClassName SR-084=SubClassCode SR-085=ClassProductCharacteristic
  SR-086=ApplicableReferencedStandard
$line/SpecifiedTradeProduct/OriginTradeCountry: SR-091=Name
  SR-092=SubordinateTradeCountrySubDivision
$line/SpecifiedLineTradeAgreement: SR-104=BuyerReference SR-105=BuyerRequisitionerTradeParty
  SR-106=ApplicableTradeDeliveryTerms SR-107=SellerOrderReferencedDocument
  SR-109=QuotationReferencedDocument SR-110=ContractReferencedDocument
  SR-111=DemandForecastReferencedDocument SR-112=PromotionalDealReferencedDocument
  SR-113=AdditionalReferencedDocument SR-147=RequisitionerReferencedDocument
  SR-148=ItemSellerTradeParty SR-149=ItemBuyerTradeParty SR-150=IncludedSpecifiedMarketplace
  SR-447=UltimateCustomerOrderReferencedDocument
$line/SpecifiedLineTradeAgreement/BuyerOrderReferencedDocument: SR-108=IssuerAssignedID
$line/SpecifiedLineTradeAgreement/GrossPriceProductTradePrice: SR-114=TypeCode
  SR-115=MinimumQuantity SR-116=MaximumQuantity SR-117=ChangeReason
  SR-118=OrderUnitConversionFactorNumeric SR-445=IncludedTradeTax SR-132=ValiditySpecifiedPeriod
  SR-133=DeliveryTradeLocation SR-134=TradeComparisonReferencePrice
  SR-135=AssociatedReferencedDocument
$line/SpecifiedLineTradeAgreement/GrossPriceProductTradePrice/AppliedTradeAllowanceCharge:
  SR-120=ID SR-121=SequenceNumeric SR-122=CalculationPercent SR-123=BasisAmount
  SR-124=BasisQuantity SR-125=PrepaidIndicator SR-126=UnitBasisAmount SR-127=ReasonCode
  SR-128=Reason SR-129=TypeCode SR-130=CategoryTradeTax SR-131=ActualTradeCurrencyExchange
$line/SpecifiedLineTradeAgreement/NetPriceProductTradePrice: SR-136=TypeCode
  SR-138=MinimumQuantity SR-139=MaximumQuantity SR-140=ChangeReason
  SR-141=OrderUnitConversionFactorNumeric SR-142=AppliedTradeAllowanceCharge
  SR-446=IncludedTradeTax SR-143=ValiditySpecifiedPeriod SR-144=DeliveryTradeLocation
  SR-145=TradeComparisonReferencePrice SR-146=AssociatedReferencedDocument
$line/SpecifiedLineTradeDelivery: SR-151=RequestedQuantity SR-152=ReceivedQuantity
  SR-153=ChargeFreeQuantity SR-154=PackageQuantity SR-155=ProductUnitQuantity
  SR-156=PerPackageUnitQuantity SR-157=NetWeightMeasure SR-158=GrossWeightMeasure
  SR-159=TheoreticalWeightMeasure SR-160=DespatchedQuantity SR-161=SpecifiedDeliveryAdjustment
  SR-162=IncludedSupplyChainPackaging SR-163=RelatedSupplyChainConsignment SR-164=ShipToTradeParty
  SR-165=UltimateShipToTradeParty SR-166=ShipFromTradeParty SR-167=ActualDespatchSupplyChainEvent
  SR-168=ActualPickUpSupplyChainEvent SR-169=RequestedDeliverySupplyChainEvent
  SR-170=ActualDeliverySupplyChainEvent SR-171=ActualReceiptSupplyChainEvent
  SR-172=AdditionalReferencedDocument SR-173=DespatchAdviceReferencedDocument
  SR-174=ReceivingAdviceReferencedDocument SR-175=DeliveryNoteReferencedDocument
  SR-176=ConsumptionReportReferencedDocument SR-177=PackingListReferencedDocument
$line/SpecifiedLineTradeSettlement: SR-178=PaymentReference SR-179=InvoiceIssuerReference
  SR-180=TotalAdjustmentAmount SR-181=DiscountIndicator SR-194=SubtotalCalculatedTradeTax
  SR-195=SpecifiedLogisticsServiceCharge SR-196=SpecifiedTradePaymentTerms
  SR-209=SpecifiedFinancialAdjustment SR-210=InvoiceReferencedDocument
  SR-212=PayableSpecifiedTradeAccountingAccount SR-218=PurchaseSpecifiedTradeAccountingAccount
  SR-219=SalesSpecifiedTradeAccountingAccount SR-220=SpecifiedTradeSettlementFinancialCard
$line/SpecifiedLineTradeSettlement/ApplicableTradeTax: SR-182=CalculatedAmount
$line/SpecifiedLineTradeSettlement/SpecifiedTradeAllowanceCharge/ChargeIndicator:
  SR-183=IndicatorString
$line/SpecifiedLineTradeSettlement/SpecifiedTradeAllowanceCharge: SR-184=ID SR-185=SequenceNumeric
  SR-187=BasisQuantity SR-188=PrepaidIndicator SR-189=UnitBasisAmount SR-190=TypeCode
  SR-191=CategoryTradeTax SR-192=ActualTradeCurrencyExchange SR-193=ID
$line/SpecifiedLineTradeSettlement/SpecifiedTradeAllowanceCharge/CalculationPercent:
  SR-186=@format
$line/SpecifiedLineTradeSettlement/SpecifiedTradeSettlementLineMonetarySummation:
  SR-197=ChargeTotalAmount SR-198=AllowanceTotalAmount SR-199=TaxBasisTotalAmount
  SR-200=TaxTotalAmount SR-201=GrandTotalAmount SR-202=InformationAmount
  SR-203=TotalAllowanceChargeAmount SR-204=TotalRetailValueInformationAmount
  SR-205=GrossLineTotalAmount SR-206=NetLineTotalAmount SR-207=NetIncludingTaxesLineTotalAmount
  SR-208=ProductWeightLossInformationAmount
$line/SpecifiedLineTradeSettlement/ReceivableSpecifiedTradeAccountingAccount:
  SR-213=SetTriggerCode SR-214=TypeCode SR-215=AmountTypeCode SR-216=Name
  SR-217=CostReferenceDimensionPattern
$agreement: SR-442=Reference SR-278=SalesAgentTradeParty SR-279=BuyerRequisitionerTradeParty
  SR-280=BuyerAssignedAccountantTradeParty SR-281=SellerAssignedAccountantTradeParty
  SR-292=ProductEndUserTradeParty SR-293=ApplicableTradeDeliveryTerms
  SR-296=QuotationReferencedDocument SR-297=OrderResponseReferencedDocument
  SR-299=DemandForecastReferencedDocument SR-300=SupplyInstructionReferencedDocument
  SR-301=PromotionalDealReferencedDocument SR-302=PriceListReferencedDocument
  SR-304=RequisitionerReferencedDocument SR-305=BuyerAgentTradeParty
  SR-306=PurchaseConditionsReferencedDocument SR-448=UltimateCustomerOrderReferencedDocument
$agreement/SellerTradeParty: SR-222=RoleCode SR-247=EndPointURIUniversalCommunication
  SR-248=LogoAssociatedSpecifiedBinaryFile
$agreement/SellerTradeParty/SpecifiedLegalOrganization: SR-223=LegalClassificationCode SR-224=Name
  SR-225=PostalTradeAddress SR-226=AuthorizedLegalRegistration
$agreement/SellerTradeParty/DefinedTradeContact: SR-227=ID SR-228=TypeCode SR-229=JobTitle
  SR-230=Responsibility SR-231=PersonID SR-234=DirectTelephoneUniversalCommunication
  SR-235=MobileTelephoneUniversalCommunication SR-236=FaxUniversalCommunication
  SR-239=TelexUniversalCommunication SR-240=VOIPUniversalCommunication
  SR-241=InstantMessagingUniversalCommunication SR-242=SpecifiedNote SR-243=SpecifiedContactPerson
$agreement/SellerTradeParty/DefinedTradeContact/TelephoneUniversalCommunication: SR-232=URIID
  SR-233=ChannelCode
$agreement/SellerTradeParty/DefinedTradeContact/EmailURIUniversalCommunication: SR-237=ChannelCode
  SR-238=CompleteNumber
$agreement/SellerTradeParty/URIUniversalCommunication: SR-244=ChannelCode SR-245=CompleteNumber
$agreement/SellerTradeParty/SpecifiedTaxRegistration: SR-246=AssociatedRegisteredTax
$agreement/BuyerTradeParty: SR-249=RoleCode SR-250=Description
  SR-276=EndPointURIUniversalCommunication SR-277=LogoAssociatedSpecifiedBinaryFile
$agreement/BuyerTradeParty/SpecifiedLegalOrganization: SR-251=LegalClassificationCode SR-252=Name
  SR-254=PostalTradeAddress SR-255=AuthorizedLegalRegistration
$agreement/BuyerTradeParty/DefinedTradeContact: SR-256=ID SR-257=TypeCode SR-258=JobTitle
  SR-259=Responsibility SR-260=PersonID SR-263=DirectTelephoneUniversalCommunication
  SR-264=MobileTelephoneUniversalCommunication SR-265=FaxUniversalCommunication
  SR-268=TelexUniversalCommunication SR-269=VOIPUniversalCommunication
  SR-270=InstantMessagingUniversalCommunication SR-271=SpecifiedNote SR-272=SpecifiedContactPerson
$agreement/BuyerTradeParty/DefinedTradeContact/TelephoneUniversalCommunication: SR-261=URIID
  SR-262=ChannelCode
$agreement/BuyerTradeParty/DefinedTradeContact/EmailURIUniversalCommunication: SR-266=ChannelCode
  SR-267=CompleteNumber
$agreement/BuyerTradeParty/URIUniversalCommunication: SR-273=ChannelCode SR-274=CompleteNumber
$agreement/BuyerTradeParty/SpecifiedTaxRegistration: SR-275=AssociatedRegisteredTax
$agreement/SellerTaxRepresentativeTradeParty: SR-282=ID SR-283=GlobalID SR-284=RoleCode
  SR-285=Description SR-286=SpecifiedLegalOrganization SR-287=DefinedTradeContact
  SR-288=URIUniversalCommunication SR-290=EndPointURIUniversalCommunication
  SR-291=LogoAssociatedSpecifiedBinaryFile
$agreement/SellerTaxRepresentativeTradeParty/SpecifiedTaxRegistration:
  SR-289=AssociatedRegisteredTax
$agreement/SellerOrderReferencedDocument: SR-294=LineID
$agreement/BuyerOrderReferencedDocument: SR-295=LineID
$agreement/ContractReferencedDocument: SR-298=LineID
$agreement/AdditionalReferencedDocument: SR-303=LineID
$agreement/SpecifiedProcuringProject: SR-307=Description
$delivery: SR-308=RelatedSupplyChainConsignment SR-317=UltimateShipToTradeParty
  SR-318=ShipFromTradeParty SR-319=ActualDespatchSupplyChainEvent
  SR-320=ActualPickUpSupplyChainEvent SR-331=ActualReceiptSupplyChainEvent
  SR-332=AdditionalReferencedDocument SR-335=DeliveryNoteReferencedDocument
  SR-336=ConsumptionReportReferencedDocument SR-337=PreviousDeliverySupplyChainEvent
  SR-338=PackingListReferencedDocument
$delivery/ShipToTradeParty: SR-309=RoleCode SR-310=Description SR-311=SpecifiedLegalOrganization
  SR-312=DefinedTradeContact SR-313=URIUniversalCommunication SR-314=SpecifiedTaxRegistration
  SR-315=EndPointURIUniversalCommunication SR-316=LogoAssociatedSpecifiedBinaryFile
$delivery/ActualDeliverySupplyChainEvent: SR-321=ID SR-323=TypeCode SR-324=Description
  SR-325=DescriptionBinaryObject SR-326=UnitQuantity SR-327=LatestOccurrenceDateTime
  SR-328=EarliestOccurrenceDateTime SR-329=OccurrenceSpecifiedPeriod
  SR-330=OccurrenceLogisticsLocation
$delivery/ActualDeliverySupplyChainEvent/OccurrenceDateTime: SR-322=DateTime
$delivery/DespatchAdviceReferencedDocument: SR-333=LineID SR-334=LineID
$settlement: SR-339=DuePayableAmount SR-340=CreditorReferenceTypeCode SR-341=CreditorReferenceType
  SR-342=CreditorReferenceIssuerID SR-344=PaymentCurrencyCode SR-345=InvoiceIssuerReference
  SR-346=InvoiceDateTime SR-347=NextInvoiceDateTime SR-348=CreditReasonCode SR-349=CreditReason
  SR-350=InvoicerTradeParty SR-351=InvoiceeTradeParty SR-365=PayerTradeParty
  SR-366=TaxApplicableTradeCurrencyExchange SR-367=InvoiceApplicableTradeCurrencyExchange
  SR-368=PaymentApplicableTradeCurrencyExchange SR-395=SubtotalCalculatedTradeTax
  SR-396=SpecifiedLogisticsServiceCharge SR-421=SpecifiedFinancialAdjustment
  SR-423=ProFormaInvoiceReferencedDocument SR-424=LetterOfCreditReferencedDocument
  SR-425=FactoringAgreementReferencedDocument SR-426=FactoringListReferencedDocument
  SR-427=PayableSpecifiedTradeAccountingAccount SR-433=PurchaseSpecifiedTradeAccountingAccount
  SR-434=SalesSpecifiedTradeAccountingAccount SR-435=SpecifiedTradeSettlementFinancialCard
  SR-436=SpecifiedAdvancePayment SR-437=UltimatePayeeTradeParty
$settlement/PayeeTradeParty: SR-352=RoleCode SR-353=Description SR-359=DefinedTradeContact
  SR-360=PostalTradeAddress SR-361=URIUniversalCommunication SR-362=SpecifiedTaxRegistration
  SR-363=EndPointURIUniversalCommunication SR-364=LogoAssociatedSpecifiedBinaryFile
$settlement/PayeeTradeParty/SpecifiedLegalOrganization: SR-354=LegalClassificationCode SR-355=Name
  SR-356=TradingBusinessName SR-357=PostalTradeAddress SR-358=AuthorizedLegalRegistration
$settlement/SpecifiedTradeSettlementPaymentMeans: SR-369=PaymentChannelCode
  SR-370=GuaranteeMethodCode SR-371=PaymentMethodCode SR-443=ID
$settlement/SpecifiedTradeSettlementPaymentMeans/ApplicableTradeSettlementFinancialCard:
  SR-372=MicrochipIndicator SR-373=TypeCode SR-375=ExpiryDate SR-376=VerificationNumeric
  SR-377=ValidFromDateTime SR-378=CreditLimitAmount SR-379=CreditAvailableAmount
  SR-380=InterestRatePercent SR-381=Description
$settlement/SpecifiedTradeSettlementPaymentMeans/PayerPartyDebtorFinancialAccount:
  SR-382=AccountName SR-444=ProprietaryID
$settlement/SpecifiedTradeSettlementPaymentMeans/PayerSpecifiedDebtorFinancialInstitution:
  SR-384=ClearingSystemName SR-385=Name SR-386=LocationFinancialInstitutionAddress
$settlement/SpecifiedTradeAllowanceCharge: SR-388=ID SR-389=SequenceNumeric SR-390=BasisQuantity
  SR-391=PrepaidIndicator SR-392=UnitBasisAmount SR-393=TypeCode
  SR-394=ActualTradeCurrencyExchange
$settlement/SpecifiedTradePaymentTerms: SR-397=ID SR-398=FromEventCode
  SR-399=SettlementPeriodMeasure SR-401=TypeCode SR-402=InstructionTypeCode
  SR-404=PartialPaymentPercent SR-405=PaymentMeansID SR-406=PartialPaymentAmount
  SR-407=ApplicableTradePaymentPenaltyTerms SR-408=ApplicableTradePaymentDiscountTerms
  SR-409=PayeeTradeParty
$settlement/SpecifiedTradePaymentTerms/DueDateDateTime: SR-400=DateTime
$settlement/InvoiceReferencedDocument: SR-422=LineID
$settlement/ReceivableSpecifiedTradeAccountingAccount: SR-428=SetTriggerCode SR-429=TypeCode
  SR-430=AmountTypeCode SR-431=Name SR-432=CostReferenceDimensionPattern
$settlement/SpecifiedTradeSettlementHeaderMonetarySummation: SR-411=InformationAmount
  SR-412=TotalDiscountAmount SR-413=TotalAllowanceChargeAmount
  SR-414=RetailValueExcludingTaxInformationAmount SR-415=TotalDepositFeeInformationAmount
  SR-416=ProductValueExcludingTobaccoTaxInformationAmount SR-417=TotalRetailValueInformationAmount
  SR-418=GrossLineTotalAmount SR-419=NetLineTotalAmount SR-420=NetIncludingTaxesLineTotalAmount
.: DT-013=@languageID DT-014=@languageLocaleID SR-438=ValuationBreakdownStatement
$line/SpecifiedLineTradeSettlement/ApplicableTradeTax/CategoryCode: DT-045=@listID
  DT-046=@listAgencyID DT-047=@listVersionID DT-048=@listURI
`;

/** The same under every element of a name, or of a name with that ending (`*`). */
export const UNUSED_BY_ELEMENT = `
SpecifiedTradeSettlementPaymentMeans: SR-464=PayerSpecifiedDebtorFinancialInstitution
*DocumentContextParameter: SR-04=Value SR-05=SpecifiedDocumentVersion
*ID: DT-101=@schemeName DT-102=@schemeAgencyName DT-103=@schemeDataURI DT-104=@schemeURI
TypeCode: DT-008=@name DT-009=@listURI
*ReferencedDocument: DT-016=StatusCode DT-017=CopyIndicator DT-019=GlobalID DT-020=RevisionID
  DT-023=Information DT-025=SectionName DT-026=PreviousRevisionID DT-028=EffectiveSpecifiedPeriod
  DT-029=IssuerTradeParty DT-030=AttachedSpecifiedBinaryFile
*Amount: DT-031=@currencyID DT-032=@currencyCodeListVersionID
*Quantity: DT-034=@unitCodeListID DT-035=@unitCodeListAgencyID DT-036=@unitCodeListAgencyName
*TradeTax: DT-038=CalculatedRate DT-039=CalculationSequenceNumeric DT-040=BasisQuantity
  DT-042=UnitBasisAmount DT-043=LineTotalBasisAmount DT-044=AllowanceChargeBasisAmount
  DT-049=CurrencyCode DT-050=Jurisdiction DT-051=CustomsDutyIndicator DT-053=TaxBasisAllowanceRate
  DT-055=Type DT-056=InformationAmount DT-057=CategoryName DT-059=RateApplicablePercent/@format
  DT-060=SpecifiedTradeAccountingAccount DT-061=ServiceSupplyTradeCountry
  DT-062=BuyerRepayableTaxSpecifiedTradeAccountingAccount
  DT-063=SellerPayableTaxSpecifiedTradeAccountingAccount
  DT-064=SellerRefundableTaxSpecifiedTradeAccountingAccount
  DT-065=BuyerDeductibleTaxSpecifiedTradeAccountingAccount
  DT-066=BuyerNonDeductibleTaxSpecifiedTradeAccountingAccount DT-067=PlaceApplicableTradeLocation
BillingSpecifiedPeriod: DT-068=StartDateTime/DateTime DT-069=DurationMeasure
  DT-070=InclusiveIndicator DT-071=Description DT-072=EndDateTime/DateTime DT-073=CompleteDateTime
  DT-074=OpenIndicator DT-075=SeasonCode DT-076=ID DT-077=Name DT-078=SequenceNumeric
  DT-079=StartDateFlexibilityCode DT-080=ContinuousIndicator DT-081=PurposeCode
PostalTradeAddress: DT-082=ID DT-083=PostOfficeBox DT-084=BuildingName DT-086=LineFour
  DT-087=LineFive DT-088=StreetName DT-089=CitySubDivisionName DT-090=CountryName
  DT-091=CountrySubDivisionID DT-092=AttentionOf DT-093=CareOf DT-094=BuildingNumber
  DT-095=DepartmentName DT-096=AdditionalStreetName
`;

/** Identifiers that take no attribute at all (CII-DT-001 to 007). */
export const PLAIN_IDENTIFIERS = `
ExchangedDocumentContext/GuidelineSpecifiedDocumentContextParameter/ID ExchangedDocument/ID
$line/AssociatedDocumentLineDocument/LineID $line/SpecifiedTradeProduct/SellerAssignedID
`;
export const IDENTIFIER_ATTRIBUTES = `
DT-001=schemeName DT-002=schemeAgencyName DT-003=schemeDataURI DT-004=schemeURI DT-005=schemeID
DT-006=schemeAgencyID DT-007=schemeVersionID
`;

/** `rule=path` of what may occur at most once under each element. */
export const AT_MOST_ONCE = `
ExchangedDocumentContext: SR-003=BusinessProcessSpecifiedDocumentContextParameter
IncludedNote: SR-030=Content
AssociatedDocumentLineDocument: SR-039=IncludedNote SR-040=IncludedNote/Content
SpecifiedLineTradeAgreement: SR-441=NetPriceProductTradePrice/ChargeAmount
SpecifiedTradeAllowanceCharge: SR-471=RateApplicablePercent SR-472=CategoryTradeTax
  SR-473=ActualAmount
AppliedTradeAllowanceCharge: SR-440=ActualAmount
ApplicableHeaderTradeAgreement: SR-459=SellerTradeParty/URIUniversalCommunication
  SR-460=BuyerTradeParty/URIUniversalCommunication SR-455=SellerTradeParty/DefinedTradeContact
  SR-456=BuyerTradeParty/DefinedTradeContact
ApplicableHeaderTradeSettlement: SR-452=SpecifiedTradePaymentTerms
  SR-453=SpecifiedTradePaymentTerms/Description SR-461=ApplicableTradeTax/TaxPointDate
  SR-469=PaymentReference
SpecifiedTradeSettlementHeaderMonetarySummation: SR-477=LineTotalAmount SR-478=ChargeTotalAmount
  SR-479=AllowanceTotalAmount SR-480=TaxBasisTotalAmount SR-481=RoundingAmount
  SR-482=GrandTotalAmount SR-483=InformationAmount SR-484=TotalPrepaidAmount
  SR-485=TotalDiscountAmount SR-486=TotalAllowanceChargeAmount SR-487=DuePayableAmount
  SR-488=RetailValueExcludingTaxInformationAmount SR-489=TotalDepositFeeInformationAmount
  SR-490=ProductValueExcludingTobaccoTaxInformationAmount SR-491=TotalRetailValueInformationAmount
  SR-492=GrossLineTotalAmount SR-493=NetLineTotalAmount SR-494=NetIncludingTaxesLineTotalAmount
`;
