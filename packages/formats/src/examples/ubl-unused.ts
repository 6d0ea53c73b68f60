/** Examples of rules on what a document does not hold in UBL: `base CODE=edit …`; see `read-table.ts`. */
export const UBL_UNUSED = `
S UBL-CR-001=UBLExtensions UBL-CR-002=UBLVersionID UBL-CR-003=ProfileExecutionID
  UBL-CR-004=CopyIndicator UBL-CR-005=UUID UBL-CR-006=IssueTime UBL-CR-007=PricingCurrencyCode
  UBL-CR-008=PaymentCurrencyCode UBL-CR-009=PaymentAlternativeCurrencyCode
  UBL-CR-010=AccountingCostCode UBL-CR-011=LineCountNumeric UBL-CR-012=InvoicePeriod/StartTime
  UBL-CR-013=InvoicePeriod/EndTime UBL-CR-014=InvoicePeriod/DurationMeasure
  UBL-CR-015=InvoicePeriod/Description UBL-CR-016=OrderReference/CopyIndicator
  UBL-CR-017=OrderReference/UUID UBL-CR-018=OrderReference/IssueDate
  UBL-CR-019=OrderReference/IssueTime UBL-CR-020=OrderReference/CustomerReference
  UBL-CR-021=OrderReference/OrderTypeCode UBL-CR-022=OrderReference/DocumentReference
  UBL-CR-023=BillingReference/InvoiceDocumentReference/CopyIndicator
  UBL-CR-024=BillingReference/InvoiceDocumentReference/UUID
  UBL-CR-025=BillingReference/InvoiceDocumentReference/IssueTime
  UBL-CR-026=BillingReference/InvoiceDocumentReference/DocumentTypeCode
  UBL-CR-027=BillingReference/InvoiceDocumentReference/DocumentType
  UBL-CR-028=BillingReference/InvoiceDocumentReference/XPath
  UBL-CR-029=BillingReference/InvoiceDocumentReference/LanguageID
  UBL-CR-030=BillingReference/InvoiceDocumentReference/LocaleCode
  UBL-CR-031=BillingReference/InvoiceDocumentReference/VersionID
  UBL-CR-032=BillingReference/InvoiceDocumentReference/DocumentStatusCode
  UBL-CR-033=BillingReference/InvoiceDocumentReference/DocumentDescription
  UBL-CR-034=BillingReference/InvoiceDocumentReference/Attachment
  UBL-CR-035=BillingReference/InvoiceDocumentReference/ValidityPeriod
  UBL-CR-036=BillingReference/InvoiceDocumentReference/IssuerParty
  UBL-CR-037=BillingReference/InvoiceDocumentReference/ResultOfVerification
  UBL-CR-038=BillingReference/SelfBilledInvoiceDocumentReference
  UBL-CR-039=BillingReference/CreditNoteDocumentReference
  UBL-CR-040=BillingReference/SelfBilledCreditNoteDocumentReference
  UBL-CR-041=BillingReference/DebitNoteDocumentReference
  UBL-CR-042=BillingReference/ReminderDocumentReference
  UBL-CR-043=BillingReference/AdditionalDocumentReference
  UBL-CR-044=BillingReference/BillingReferenceLine
  UBL-CR-045=DespatchDocumentReference/CopyIndicator UBL-CR-046=DespatchDocumentReference/UUID
  UBL-CR-047=DespatchDocumentReference/IssueDate UBL-CR-048=DespatchDocumentReference/IssueTime
  UBL-CR-049=DespatchDocumentReference/DocumentTypeCode
  UBL-CR-050=DespatchDocumentReference/DocumentType UBL-CR-051=DespatchDocumentReference/XPath
  UBL-CR-052=DespatchDocumentReference/LanguageID UBL-CR-053=DespatchDocumentReference/LocaleCode
  UBL-CR-054=DespatchDocumentReference/VersionID
  UBL-CR-055=DespatchDocumentReference/DocumentStatusCode
  UBL-CR-056=DespatchDocumentReference/DocumentDescription
  UBL-CR-057=DespatchDocumentReference/Attachment
  UBL-CR-058=DespatchDocumentReference/ValidityPeriod
  UBL-CR-059=DespatchDocumentReference/IssuerParty
  UBL-CR-060=DespatchDocumentReference/ResultOfVerification
  UBL-CR-061=ReceiptDocumentReference/CopyIndicator UBL-CR-062=ReceiptDocumentReference/UUID
  UBL-CR-063=ReceiptDocumentReference/IssueDate UBL-CR-064=ReceiptDocumentReference/IssueTime
  UBL-CR-065=ReceiptDocumentReference/DocumentTypeCode
  UBL-CR-066=ReceiptDocumentReference/DocumentType UBL-CR-067=ReceiptDocumentReference/XPath
  UBL-CR-068=ReceiptDocumentReference/LanguageID UBL-CR-069=ReceiptDocumentReference/LocaleCode
  UBL-CR-070=ReceiptDocumentReference/VersionID
  UBL-CR-071=ReceiptDocumentReference/DocumentStatusCode
  UBL-CR-072=ReceiptDocumentReference/DocumentDescription
  UBL-CR-073=ReceiptDocumentReference/Attachment UBL-CR-074=ReceiptDocumentReference/ValidityPeriod
  UBL-CR-075=ReceiptDocumentReference/IssuerParty
  UBL-CR-076=ReceiptDocumentReference/ResultOfVerification UBL-CR-077=StatementDocumentReference
  UBL-CR-078=OriginatorDocumentReference/CopyIndicator UBL-CR-079=OriginatorDocumentReference/UUID
  UBL-CR-080=OriginatorDocumentReference/IssueDate UBL-CR-081=OriginatorDocumentReference/IssueTime
  UBL-CR-082=OriginatorDocumentReference/DocumentTypeCode
  UBL-CR-083=OriginatorDocumentReference/DocumentType UBL-CR-084=OriginatorDocumentReference/XPath
  UBL-CR-085=OriginatorDocumentReference/LanguageID
  UBL-CR-086=OriginatorDocumentReference/LocaleCode UBL-CR-087=OriginatorDocumentReference/VersionID
  UBL-CR-088=OriginatorDocumentReference/DocumentStatusCode
  UBL-CR-089=OriginatorDocumentReference/DocumentDescription
  UBL-CR-090=OriginatorDocumentReference/Attachment
  UBL-CR-091=OriginatorDocumentReference/ValidityPeriod
  UBL-CR-092=OriginatorDocumentReference/IssuerParty
  UBL-CR-093=OriginatorDocumentReference/ResultOfVerification
  UBL-CR-094=ContractDocumentReference/CopyIndicator UBL-CR-095=ContractDocumentReference/UUID
  UBL-CR-096=ContractDocumentReference/IssueDate UBL-CR-097=ContractDocumentReference/IssueTime
  UBL-CR-098=ContractDocumentReference/DocumentTypeCode
  UBL-CR-099=ContractDocumentReference/DocumentType UBL-CR-100=ContractDocumentReference/XPath
  UBL-CR-101=ContractDocumentReference/LanguageID UBL-CR-102=ContractDocumentReference/LocaleCode
  UBL-CR-103=ContractDocumentReference/VersionID
  UBL-CR-104=ContractDocumentReference/DocumentStatusCode
  UBL-CR-105=ContractDocumentReference/DocumentDescription
  UBL-CR-106=ContractDocumentReference/Attachment
  UBL-CR-107=ContractDocumentReference/ValidityPeriod
  UBL-CR-108=ContractDocumentReference/IssuerParty
  UBL-CR-109=ContractDocumentReference/ResultOfVerification
  UBL-CR-110=AdditionalDocumentReference/CopyIndicator UBL-CR-111=AdditionalDocumentReference/UUID
  UBL-CR-112=AdditionalDocumentReference/IssueDate UBL-CR-113=AdditionalDocumentReference/IssueTime
  UBL-CR-114=AdditionalDocumentReference/DocumentType UBL-CR-115=AdditionalDocumentReference/XPath
  UBL-CR-116=AdditionalDocumentReference/LanguageID
  UBL-CR-117=AdditionalDocumentReference/LocaleCode UBL-CR-118=AdditionalDocumentReference/VersionID
  UBL-CR-119=AdditionalDocumentReference/DocumentStatusCode
  UBL-CR-121=AdditionalDocumentReference/Attachment/ExternalReference/DocumentHash
  UBL-CR-122=AdditionalDocumentReference/Attachment/ExternalReference/HashAlgorithmMethod
  UBL-CR-123=AdditionalDocumentReference/Attachment/ExternalReference/ExpiryDate
  UBL-CR-124=AdditionalDocumentReference/Attachment/ExternalReference/ExpiryTime
  UBL-CR-125=AdditionalDocumentReference/Attachment/ExternalReference/MimeCode
  UBL-CR-126=AdditionalDocumentReference/Attachment/ExternalReference/FormatCode
  UBL-CR-127=AdditionalDocumentReference/Attachment/ExternalReference/EncodingCode
  UBL-CR-128=AdditionalDocumentReference/Attachment/ExternalReference/CharacterSetCode
  UBL-CR-129=AdditionalDocumentReference/Attachment/ExternalReference/FileName
  UBL-CR-130=AdditionalDocumentReference/Attachment/ExternalReference/Description
  UBL-CR-131=AdditionalDocumentReference/ValidityPeriod
  UBL-CR-132=AdditionalDocumentReference/IssuerParty
  UBL-CR-133=AdditionalDocumentReference/ResultOfVerification UBL-CR-134=ProjectReference/UUID
  UBL-CR-135=ProjectReference/IssueDate UBL-CR-136=ProjectReference/WorkPhaseReference
  UBL-CR-137=Signature UBL-CR-138=AccountingSupplierParty/CustomerAssignedAccountID
  UBL-CR-139=AccountingSupplierParty/AdditionalAccountID
  UBL-CR-140=AccountingSupplierParty/DataSendingCapability
  UBL-CR-141=AccountingSupplierParty/Party/MarkCareIndicator
  UBL-CR-142=AccountingSupplierParty/Party/MarkAttentionIndicator
  UBL-CR-143=AccountingSupplierParty/Party/WebsiteURI
  UBL-CR-144=AccountingSupplierParty/Party/LogoReferenceID
  UBL-CR-145=AccountingSupplierParty/Party/IndustryClassificationCode
  UBL-CR-146=AccountingSupplierParty/Party/Language
  UBL-CR-147=AccountingSupplierParty/Party/PostalAddress/ID
  UBL-CR-148=AccountingSupplierParty/Party/PostalAddress/AddressTypeCode
  UBL-CR-149=AccountingSupplierParty/Party/PostalAddress/AddressFormatCode
  UBL-CR-150=AccountingSupplierParty/Party/PostalAddress/Postbox
  UBL-CR-151=AccountingSupplierParty/Party/PostalAddress/Floor
  UBL-CR-152=AccountingSupplierParty/Party/PostalAddress/Room
  UBL-CR-153=AccountingSupplierParty/Party/PostalAddress/BlockName
  UBL-CR-154=AccountingSupplierParty/Party/PostalAddress/BuildingName
  UBL-CR-155=AccountingSupplierParty/Party/PostalAddress/BuildingNumber
  UBL-CR-156=AccountingSupplierParty/Party/PostalAddress/InhouseMail
  UBL-CR-157=AccountingSupplierParty/Party/PostalAddress/Department
  UBL-CR-158=AccountingSupplierParty/Party/PostalAddress/MarkAttention
  UBL-CR-159=AccountingSupplierParty/Party/PostalAddress/MarkCare
  UBL-CR-160=AccountingSupplierParty/Party/PostalAddress/PlotIdentification
  UBL-CR-161=AccountingSupplierParty/Party/PostalAddress/CitySubdivisionName
  UBL-CR-162=AccountingSupplierParty/Party/PostalAddress/CountrySubentityCode
  UBL-CR-163=AccountingSupplierParty/Party/PostalAddress/Region
  UBL-CR-164=AccountingSupplierParty/Party/PostalAddress/District
  UBL-CR-165=AccountingSupplierParty/Party/PostalAddress/TimezoneOffset
  UBL-CR-166=AccountingSupplierParty/Party/PostalAddress/Country/Name
  UBL-CR-167=AccountingSupplierParty/Party/PostalAddress/LocationCoordinate
  UBL-CR-168=AccountingSupplierParty/Party/PhysicalLocation
  UBL-CR-169=AccountingSupplierParty/Party/PartyTaxScheme/RegistrationName
  UBL-CR-170=AccountingSupplierParty/Party/PartyTaxScheme/TaxLevelCode
  UBL-CR-171=AccountingSupplierParty/Party/PartyTaxScheme/ExemptionReasonCode
  UBL-CR-172=AccountingSupplierParty/Party/PartyTaxScheme/ExemptionReason
  UBL-CR-173=AccountingSupplierParty/Party/PartyTaxScheme/RegistrationAddress
  UBL-CR-174=AccountingSupplierParty/Party/PartyTaxScheme/TaxScheme/Name
  UBL-CR-175=AccountingSupplierParty/Party/PartyTaxScheme/TaxScheme/TaxTypeCode
  UBL-CR-176=AccountingSupplierParty/Party/PartyTaxScheme/TaxScheme/CurrencyCode
  UBL-CR-177=AccountingSupplierParty/Party/PartyTaxScheme/TaxScheme/JurisdictionRegionAddress
  UBL-CR-178=AccountingSupplierParty/Party/PartyLegalEntity/RegistrationDate
  UBL-CR-179=AccountingSupplierParty/Party/PartyLegalEntity/RegistrationExpirationDate
  UBL-CR-180=AccountingSupplierParty/Party/PartyLegalEntity/CompanyLegalFormCode
  UBL-CR-181=AccountingSupplierParty/Party/PartyLegalEntity/SoleProprietorshipIndicator
  UBL-CR-182=AccountingSupplierParty/Party/PartyLegalEntity/CompanyLiquidationStatusCode
  UBL-CR-183=AccountingSupplierParty/Party/PartyLegalEntity/CorporateStockAmount
  UBL-CR-184=AccountingSupplierParty/Party/PartyLegalEntity/FullyPaidSharesIndicator
  UBL-CR-185=AccountingSupplierParty/Party/PartyLegalEntity/RegistrationAddress
  UBL-CR-186=AccountingSupplierParty/Party/PartyLegalEntity/CorporateRegistrationScheme
  UBL-CR-187=AccountingSupplierParty/Party/PartyLegalEntity/HeadOfficeParty
  UBL-CR-188=AccountingSupplierParty/Party/PartyLegalEntity/ShareholderParty
  UBL-CR-189=AccountingSupplierParty/Party/Contact/ID
  UBL-CR-190=AccountingSupplierParty/Party/Contact/Telefax
  UBL-CR-191=AccountingSupplierParty/Party/Contact/Note
  UBL-CR-192=AccountingSupplierParty/Party/Contact/OtherCommunication
  UBL-CR-193=AccountingSupplierParty/Party/Person
  UBL-CR-194=AccountingSupplierParty/Party/AgentParty
  UBL-CR-195=AccountingSupplierParty/Party/ServiceProviderParty
  UBL-CR-196=AccountingSupplierParty/Party/PowerOfAttorney
  UBL-CR-197=AccountingSupplierParty/Party/FinancialAccount
  UBL-CR-198=AccountingSupplierParty/DespatchContact
  UBL-CR-199=AccountingSupplierParty/AccountingContact
  UBL-CR-200=AccountingSupplierParty/SellerContact
  UBL-CR-201=AccountingCustomerParty/CustomerAssignedAccountID
  UBL-CR-202=AccountingCustomerParty/SupplierAssignedAccountID
  UBL-CR-203=AccountingCustomerParty/AdditionalAccountID
  UBL-CR-204=AccountingCustomerParty/Party/MarkCareIndicator
  UBL-CR-205=AccountingCustomerParty/Party/MarkAttentionIndicator
  UBL-CR-206=AccountingCustomerParty/Party/WebsiteURI
  UBL-CR-207=AccountingCustomerParty/Party/LogoReferenceID
  UBL-CR-208=AccountingCustomerParty/Party/IndustryClassificationCode
  UBL-CR-209=AccountingCustomerParty/Party/Language
  UBL-CR-210=AccountingCustomerParty/Party/PostalAddress/ID
  UBL-CR-211=AccountingCustomerParty/Party/PostalAddress/AddressTypeCode
  UBL-CR-212=AccountingCustomerParty/Party/PostalAddress/AddressFormatCode
  UBL-CR-213=AccountingCustomerParty/Party/PostalAddress/Postbox
  UBL-CR-214=AccountingCustomerParty/Party/PostalAddress/Floor
  UBL-CR-215=AccountingCustomerParty/Party/PostalAddress/Room
  UBL-CR-216=AccountingCustomerParty/Party/PostalAddress/BlockName
  UBL-CR-217=AccountingCustomerParty/Party/PostalAddress/BuildingName
  UBL-CR-218=AccountingCustomerParty/Party/PostalAddress/BuildingNumber
  UBL-CR-219=AccountingCustomerParty/Party/PostalAddress/InhouseMail
  UBL-CR-220=AccountingCustomerParty/Party/PostalAddress/Department
  UBL-CR-221=AccountingCustomerParty/Party/PostalAddress/MarkAttention
  UBL-CR-222=AccountingCustomerParty/Party/PostalAddress/MarkCare
  UBL-CR-223=AccountingCustomerParty/Party/PostalAddress/PlotIdentification
  UBL-CR-224=AccountingCustomerParty/Party/PostalAddress/CitySubdivisionName
  UBL-CR-225=AccountingCustomerParty/Party/PostalAddress/CountrySubentityCode
  UBL-CR-226=AccountingCustomerParty/Party/PostalAddress/Region
  UBL-CR-227=AccountingCustomerParty/Party/PostalAddress/District
  UBL-CR-228=AccountingCustomerParty/Party/PostalAddress/TimezoneOffset
  UBL-CR-229=AccountingCustomerParty/Party/PostalAddress/Country/Name
  UBL-CR-230=AccountingCustomerParty/Party/PostalAddress/LocationCoordinate
  UBL-CR-231=AccountingCustomerParty/Party/PhysicalLocation
  UBL-CR-232=AccountingCustomerParty/Party/PartyTaxScheme/RegistrationName
  UBL-CR-233=AccountingCustomerParty/Party/PartyTaxScheme/TaxLevelCode
  UBL-CR-234=AccountingCustomerParty/Party/PartyTaxScheme/ExemptionReasonCode
  UBL-CR-235=AccountingCustomerParty/Party/PartyTaxScheme/ExemptionReason
  UBL-CR-236=AccountingCustomerParty/Party/PartyTaxScheme/RegistrationAddress
  UBL-CR-237=AccountingCustomerParty/Party/PartyTaxScheme/TaxScheme/Name
  UBL-CR-238=AccountingCustomerParty/Party/PartyTaxScheme/TaxScheme/TaxTypeCode
  UBL-CR-239=AccountingCustomerParty/Party/PartyTaxScheme/TaxScheme/CurrencyCode
  UBL-CR-240=AccountingCustomerParty/Party/PartyTaxScheme/TaxScheme/JurisdictionRegionAddress
  UBL-CR-241=AccountingCustomerParty/Party/PartyLegalEntity/RegistrationDate
  UBL-CR-242=AccountingCustomerParty/Party/PartyLegalEntity/RegistrationExpirationDate
  UBL-CR-243=AccountingCustomerParty/Party/PartyLegalEntity/CompanyLegalFormCode
  UBL-CR-244=AccountingCustomerParty/Party/PartyLegalEntity/CompanyLegalForm
  UBL-CR-245=AccountingCustomerParty/Party/PartyLegalEntity/SoleProprietorshipIndicator
  UBL-CR-246=AccountingCustomerParty/Party/PartyLegalEntity/CompanyLiquidationStatusCode
  UBL-CR-247=AccountingCustomerParty/Party/PartyLegalEntity/CorporateStockAmount
  UBL-CR-248=AccountingCustomerParty/Party/PartyLegalEntity/FullyPaidSharesIndicator
  UBL-CR-249=AccountingCustomerParty/Party/PartyLegalEntity/RegistrationAddress
  UBL-CR-250=AccountingCustomerParty/Party/PartyLegalEntity/CorporateRegistrationScheme
  UBL-CR-251=AccountingCustomerParty/Party/PartyLegalEntity/HeadOfficeParty
  UBL-CR-252=AccountingCustomerParty/Party/PartyLegalEntity/ShareholderParty
  UBL-CR-253=AccountingCustomerParty/Party/Contact/ID
  UBL-CR-254=AccountingCustomerParty/Party/Contact/Telefax
  UBL-CR-255=AccountingCustomerParty/Party/Contact/Note
  UBL-CR-256=AccountingCustomerParty/Party/Contact/OtherCommunication
  UBL-CR-257=AccountingCustomerParty/Party/Person
  UBL-CR-258=AccountingCustomerParty/Party/AgentParty
  UBL-CR-259=AccountingCustomerParty/Party/ServiceProviderParty
  UBL-CR-260=AccountingCustomerParty/Party/PowerOfAttorney
  UBL-CR-261=AccountingCustomerParty/Party/FinancialAccount
  UBL-CR-262=AccountingCustomerParty/DeliveryContact
  UBL-CR-263=AccountingCustomerParty/AccountingContact
  UBL-CR-264=AccountingCustomerParty/BuyerContact UBL-CR-265=PayeeParty/MarkCareIndicator
  UBL-CR-266=PayeeParty/MarkAttentionIndicator UBL-CR-267=PayeeParty/WebsiteURI
  UBL-CR-268=PayeeParty/LogoReferenceID UBL-CR-269=PayeeParty/EndpointID
  UBL-CR-270=PayeeParty/IndustryClassificationCode UBL-CR-271=PayeeParty/Language
  UBL-CR-272=PayeeParty/PostalAddress UBL-CR-273=PayeeParty/PhysicalLocation
  UBL-CR-274=PayeeParty/PartyTaxScheme UBL-CR-275=PayeeParty/PartyLegalEntity/RegistrationName
  UBL-CR-276=PayeeParty/PartyLegalEntity/RegistrationDate
  UBL-CR-277=PayeeParty/PartyLegalEntity/RegistrationExpirationDate
  UBL-CR-278=PayeeParty/PartyLegalEntity/CompanyLegalFormCode
  UBL-CR-279=PayeeParty/PartyLegalEntity/CompanyLegalForm
  UBL-CR-280=PayeeParty/PartyLegalEntity/SoleProprietorshipIndicator
  UBL-CR-281=PayeeParty/PartyLegalEntity/CompanyLiquidationStatusCode
  UBL-CR-282=PayeeParty/PartyLegalEntity/CorporateStockAmount
  UBL-CR-283=PayeeParty/PartyLegalEntity/FullyPaidSharesIndicator
  UBL-CR-284=PayeeParty/PartyLegalEntity/RegistrationAddress
  UBL-CR-285=PayeeParty/PartyLegalEntity/CorporateRegistrationScheme
  UBL-CR-286=PayeeParty/PartyLegalEntity/HeadOfficeParty
  UBL-CR-287=PayeeParty/PartyLegalEntity/ShareholderParty UBL-CR-288=PayeeParty/Contact
  UBL-CR-289=PayeeParty/Person UBL-CR-290=PayeeParty/AgentParty
  UBL-CR-291=PayeeParty/ServiceProviderParty UBL-CR-292=PayeeParty/PowerOfAttorney
  UBL-CR-293=PayeeParty/FinancialAccount UBL-CR-294=BuyerCustomerParty
  UBL-CR-295=SellerSupplierParty UBL-CR-296=TaxRepresentativeParty/MarkCareIndicator
  UBL-CR-297=TaxRepresentativeParty/MarkAttentionIndicator
  UBL-CR-298=TaxRepresentativeParty/WebsiteURI UBL-CR-299=TaxRepresentativeParty/LogoReferenceID
  UBL-CR-300=TaxRepresentativeParty/EndpointID
  UBL-CR-301=TaxRepresentativeParty/IndustryClassificationCode
  UBL-CR-302=TaxRepresentativeParty/PartyIdentification UBL-CR-303=TaxRepresentativeParty/Language
  UBL-CR-304=TaxRepresentativeParty/PostalAddress/ID
  UBL-CR-305=TaxRepresentativeParty/PostalAddress/AddressTypeCode
  UBL-CR-306=TaxRepresentativeParty/PostalAddress/AddressFormatCode
  UBL-CR-307=TaxRepresentativeParty/PostalAddress/Postbox
  UBL-CR-308=TaxRepresentativeParty/PostalAddress/Floor
  UBL-CR-309=TaxRepresentativeParty/PostalAddress/Room
  UBL-CR-310=TaxRepresentativeParty/PostalAddress/BlockName
  UBL-CR-311=TaxRepresentativeParty/PostalAddress/BuildingName
  UBL-CR-312=TaxRepresentativeParty/PostalAddress/BuildingNumber
  UBL-CR-313=TaxRepresentativeParty/PostalAddress/InhouseMail
  UBL-CR-314=TaxRepresentativeParty/PostalAddress/Department
  UBL-CR-315=TaxRepresentativeParty/PostalAddress/MarkAttention
  UBL-CR-316=TaxRepresentativeParty/PostalAddress/MarkCare
  UBL-CR-317=TaxRepresentativeParty/PostalAddress/PlotIdentification
  UBL-CR-318=TaxRepresentativeParty/PostalAddress/CitySubdivisionName
  UBL-CR-319=TaxRepresentativeParty/PostalAddress/CountrySubentityCode
  UBL-CR-320=TaxRepresentativeParty/PostalAddress/Region
  UBL-CR-321=TaxRepresentativeParty/PostalAddress/District
  UBL-CR-322=TaxRepresentativeParty/PostalAddress/TimezoneOffset
  UBL-CR-323=TaxRepresentativeParty/PostalAddress/Country/Name
  UBL-CR-324=TaxRepresentativeParty/PostalAddress/LocationCoordinate
  UBL-CR-325=TaxRepresentativeParty/PhysicalLocation
  UBL-CR-326=TaxRepresentativeParty/PartyTaxScheme/RegistrationName
  UBL-CR-327=TaxRepresentativeParty/PartyTaxScheme/TaxLevelCode
  UBL-CR-328=TaxRepresentativeParty/PartyTaxScheme/ExemptionReasonCode
  UBL-CR-329=TaxRepresentativeParty/PartyTaxScheme/ExemptionReason
  UBL-CR-330=TaxRepresentativeParty/PartyTaxScheme/RegistrationAddress
  UBL-CR-331=TaxRepresentativeParty/PartyTaxScheme/TaxScheme/Name
  UBL-CR-332=TaxRepresentativeParty/PartyTaxScheme/TaxScheme/TaxTypeCode
  UBL-CR-333=TaxRepresentativeParty/PartyTaxScheme/TaxScheme/CurrencyCode
  UBL-CR-334=TaxRepresentativeParty/PartyTaxScheme/TaxScheme/JurisdictionRegionAddress
  UBL-CR-335=TaxRepresentativeParty/PartyLegalEntity UBL-CR-336=TaxRepresentativeParty/Contact
  UBL-CR-337=TaxRepresentativeParty/Person UBL-CR-338=TaxRepresentativeParty/AgentParty
  UBL-CR-339=TaxRepresentativeParty/ServiceProviderParty
  UBL-CR-340=TaxRepresentativeParty/PowerOfAttorney
  UBL-CR-341=TaxRepresentativeParty/FinancialAccount UBL-CR-342=Delivery/ID
  UBL-CR-343=Delivery/Quantity UBL-CR-344=Delivery/MinimumQuantity
  UBL-CR-345=Delivery/MaximumQuantity UBL-CR-346=Delivery/ActualDeliveryTime
  UBL-CR-347=Delivery/LatestDeliveryDate UBL-CR-348=Delivery/LatestDeliveryTime
  UBL-CR-349=Delivery/ReleaseID UBL-CR-350=Delivery/TrackingID
  UBL-CR-351=Delivery/DeliveryLocation/Description UBL-CR-352=Delivery/DeliveryLocation/Conditions
  UBL-CR-353=Delivery/DeliveryLocation/CountrySubentity
  UBL-CR-354=Delivery/DeliveryLocation/CountrySubentityCode
  UBL-CR-355=Delivery/DeliveryLocation/LocationTypeCode
  UBL-CR-356=Delivery/DeliveryLocation/InformationURI UBL-CR-357=Delivery/DeliveryLocation/Name
  UBL-CR-358=Delivery/DeliveryLocation/ValidityPeriod
  UBL-CR-359=Delivery/DeliveryLocation/Address/ID
  UBL-CR-360=Delivery/DeliveryLocation/Address/AddressTypeCode
  UBL-CR-361=Delivery/DeliveryLocation/Address/AddressFormatCode
  UBL-CR-362=Delivery/DeliveryLocation/Address/Postbox
  UBL-CR-363=Delivery/DeliveryLocation/Address/Floor
  UBL-CR-364=Delivery/DeliveryLocation/Address/Room
  UBL-CR-365=Delivery/DeliveryLocation/Address/BlockName
  UBL-CR-366=Delivery/DeliveryLocation/Address/BuildingName
  UBL-CR-367=Delivery/DeliveryLocation/Address/BuildingNumber
  UBL-CR-368=Delivery/DeliveryLocation/Address/InhouseMail
  UBL-CR-369=Delivery/DeliveryLocation/Address/Department
  UBL-CR-370=Delivery/DeliveryLocation/Address/MarkAttention
  UBL-CR-371=Delivery/DeliveryLocation/Address/MarkCare
  UBL-CR-372=Delivery/DeliveryLocation/Address/PlotIdentification
  UBL-CR-373=Delivery/DeliveryLocation/Address/CitySubdivisionName
  UBL-CR-374=Delivery/DeliveryLocation/Address/CountrySubentityCode
  UBL-CR-375=Delivery/DeliveryLocation/Address/Region
  UBL-CR-376=Delivery/DeliveryLocation/Address/District
  UBL-CR-377=Delivery/DeliveryLocation/Address/TimezoneOffset
  UBL-CR-378=Delivery/DeliveryLocation/Address/Country/Name
  UBL-CR-379=Delivery/DeliveryLocation/Address/LocationCoordinate
  UBL-CR-380=Delivery/DeliveryLocation/SubsidiaryLocation
  UBL-CR-381=Delivery/DeliveryLocation/LocationCoordinate
  UBL-CR-382=Delivery/AlternativeDeliveryLocation UBL-CR-383=Delivery/RequestedDeliveryPeriod
  UBL-CR-384=Delivery/EstimatedDeliveryPeriod UBL-CR-385=Delivery/CarrierParty
  UBL-CR-386=Delivery/DeliveryParty/MarkCareIndicator
  UBL-CR-387=Delivery/DeliveryParty/MarkAttentionIndicator
  UBL-CR-388=Delivery/DeliveryParty/WebsiteURI UBL-CR-389=Delivery/DeliveryParty/LogoReferenceID
  UBL-CR-390=Delivery/DeliveryParty/EndpointID
  UBL-CR-391=Delivery/DeliveryParty/IndustryClassificationCode
  UBL-CR-392=Delivery/DeliveryParty/PartyIdentification UBL-CR-393=Delivery/DeliveryParty/Language
  UBL-CR-394=Delivery/DeliveryParty/PostalAddress UBL-CR-395=Delivery/DeliveryParty/PhysicalLocation
  UBL-CR-396=Delivery/DeliveryParty/PartyTaxScheme
  UBL-CR-397=Delivery/DeliveryParty/PartyLegalEntity UBL-CR-398=Delivery/DeliveryParty/Contact
  UBL-CR-399=Delivery/DeliveryParty/Person UBL-CR-400=Delivery/DeliveryParty/AgentParty
  UBL-CR-401=Delivery/DeliveryParty/ServiceProviderParty
  UBL-CR-402=Delivery/DeliveryParty/PowerOfAttorney
  UBL-CR-403=Delivery/DeliveryParty/FinancialAccount UBL-CR-404=Delivery/NotifyParty
  UBL-CR-405=Delivery/Despatch UBL-CR-406=Delivery/DeliveryTerms
  UBL-CR-407=Delivery/MinimumDeliveryUnit UBL-CR-408=Delivery/MaximumDeliveryUnit
  UBL-CR-409=Delivery/Shipment UBL-CR-410=DeliveryTerms UBL-CR-411=PaymentMeans/ID
  UBL-CR-412=PaymentMeans/PaymentDueDate:2026-06-04 UBL-CR-413=PaymentMeans/PaymentChannelCode UBL-CR-414=PaymentMeans/InstructionID
  UBL-CR-415=PaymentMeans/CardAccount/CardTypeCode
  UBL-CR-416=PaymentMeans/CardAccount/ValidityStartDate
  UBL-CR-417=PaymentMeans/CardAccount/ExpiryDate UBL-CR-418=PaymentMeans/CardAccount/IssuerID
  UBL-CR-419=PaymentMeans/CardAccount/IssueNumberID UBL-CR-420=PaymentMeans/CardAccount/CV2ID
  UBL-CR-421=PaymentMeans/CardAccount/CardChipCode
  UBL-CR-422=PaymentMeans/CardAccount/ChipApplicationID
  UBL-CR-424=PaymentMeans/PayeeFinancialAccount/AliasName
  UBL-CR-425=PaymentMeans/PayeeFinancialAccount/AccountTypeCode
  UBL-CR-426=PaymentMeans/PayeeFinancialAccount/AccountFormatCode
  UBL-CR-427=PaymentMeans/PayeeFinancialAccount/CurrencyCode
  UBL-CR-428=PaymentMeans/PayeeFinancialAccount/PaymentNote
  UBL-CR-429=PaymentMeans/PayeeFinancialAccount/FinancialInstitutionBranch/Name
  UBL-CR-430=PaymentMeans/PayeeFinancialAccount/FinancialInstitutionBranch/FinancialInstitution/Name
  UBL-CR-431=PaymentMeans/PayeeFinancialAccount/FinancialInstitutionBranch/FinancialInstitution/Address
  UBL-CR-432=PaymentMeans/PayeeFinancialAccount/FinancialInstitutionBranch/Address
  UBL-CR-433=PaymentMeans/PayeeFinancialAccount/Country UBL-CR-434=PaymentMeans/CreditAccount
  UBL-CR-435=PaymentMeans/PaymentMandate/MandateTypeCode
  UBL-CR-436=PaymentMeans/PaymentMandate/MaximumPaymentInstructionsNumeric
  UBL-CR-437=PaymentMeans/PaymentMandate/MaximumPaidAmount
  UBL-CR-438=PaymentMeans/PaymentMandate/SignatureID
  UBL-CR-439=PaymentMeans/PaymentMandate/PayerParty
  UBL-CR-440=PaymentMeans/PaymentMandate/PayerFinancialAccount/Name
  UBL-CR-441=PaymentMeans/PaymentMandate/PayerFinancialAccount/AliasName
  UBL-CR-442=PaymentMeans/PaymentMandate/PayerFinancialAccount/AccountTypeCode
  UBL-CR-443=PaymentMeans/PaymentMandate/PayerFinancialAccount/AccountFormatCode
  UBL-CR-444=PaymentMeans/PaymentMandate/PayerFinancialAccount/CurrencyCode
  UBL-CR-445=PaymentMeans/PaymentMandate/PayerFinancialAccount/PaymentNote
  UBL-CR-446=PaymentMeans/PaymentMandate/PayerFinancialAccount/FinancialInstitutionBranch
  UBL-CR-447=PaymentMeans/PaymentMandate/PayerFinancialAccount/Country
  UBL-CR-448=PaymentMeans/PaymentMandate/ValidityPeriod
  UBL-CR-449=PaymentMeans/PaymentMandate/PaymentReversalPeriod
  UBL-CR-450=PaymentMeans/PaymentMandate/Clause UBL-CR-451=PaymentMeans/TradeFinancing
  UBL-CR-452=PaymentTerms/ID UBL-CR-453=PaymentTerms/PaymentMeansID
  UBL-CR-454=PaymentTerms/PrepaidPaymentReferenceID UBL-CR-455=PaymentTerms/ReferenceEventCode
  UBL-CR-456=PaymentTerms/SettlementDiscountPercent UBL-CR-457=PaymentTerms/PenaltySurchargePercent
  UBL-CR-458=PaymentTerms/PaymentPercent UBL-CR-459=PaymentTerms/Amount
  UBL-CR-460=PaymentTerms/SettlementDiscountAmount UBL-CR-461=PaymentTerms/PenaltyAmount
  UBL-CR-462=PaymentTerms/PaymentTermsDetailsURI UBL-CR-463=PaymentTerms/PaymentDueDate
  UBL-CR-464=PaymentTerms/InstallmentDueDate UBL-CR-465=PaymentTerms/InvoicingPartyReference
  UBL-CR-466=PaymentTerms/SettlementPeriod UBL-CR-467=PaymentTerms/PenaltyPeriod
  UBL-CR-468=PaymentTerms/ExchangeRate UBL-CR-469=PaymentTerms/ValidityPeriod
  UBL-CR-470=PrepaidPayment UBL-CR-471=AllowanceCharge/ID
  UBL-CR-472=AllowanceCharge/PrepaidIndicator UBL-CR-473=AllowanceCharge/SequenceNumeric
  UBL-CR-474=AllowanceCharge/AccountingCostCode UBL-CR-475=AllowanceCharge/AccountingCost
  UBL-CR-476=AllowanceCharge/PerUnitAmount UBL-CR-477=AllowanceCharge/TaxCategory/Name
  UBL-CR-478=AllowanceCharge/TaxCategory/BaseUnitMeasure
  UBL-CR-479=AllowanceCharge/TaxCategory/PerUnitAmount
  UBL-CR-480=AllowanceCharge/TaxCategory/TaxExemptionReasonCode
  UBL-CR-481=AllowanceCharge/TaxCategory/TaxExemptionReason
  UBL-CR-482=AllowanceCharge/TaxCategory/TierRange
  UBL-CR-483=AllowanceCharge/TaxCategory/TierRatePercent
  UBL-CR-484=AllowanceCharge/TaxCategory/TaxScheme/Name
  UBL-CR-485=AllowanceCharge/TaxCategory/TaxScheme/TaxTypeCode
  UBL-CR-486=AllowanceCharge/TaxCategory/TaxScheme/CurrencyCode
  UBL-CR-487=AllowanceCharge/TaxCategory/TaxScheme/JurisdictionRegionAddress
  UBL-CR-488=AllowanceCharge/TaxTotal UBL-CR-489=AllowanceCharge/PaymentMeans
  UBL-CR-490=TaxExchangeRate UBL-CR-491=PricingExchangeRate UBL-CR-492=PaymentExchangeRate
  UBL-CR-493=PaymentAlternativeExchangeRate UBL-CR-494=TaxTotal/RoundingAmount
  UBL-CR-495=TaxTotal/TaxEvidenceIndicator UBL-CR-496=TaxTotal/TaxIncludedIndicator
  UBL-CR-497=TaxTotal/TaxSubtotal/CalculationSequenceNumeric
  UBL-CR-498=TaxTotal/TaxSubtotal/TransactionCurrencyTaxAmount
  UBL-CR-499=TaxTotal/TaxSubtotal/Percent UBL-CR-500=TaxTotal/TaxSubtotal/BaseUnitMeasure
  UBL-CR-501=TaxTotal/TaxSubtotal/PerUnitAmount UBL-CR-502=TaxTotal/TaxSubtotal/TierRange
  UBL-CR-503=TaxTotal/TaxSubtotal/TierRatePercent UBL-CR-504=TaxTotal/TaxSubtotal/TaxCategory/Name
  UBL-CR-505=TaxTotal/TaxSubtotal/TaxCategory/BaseUnitMeasure
  UBL-CR-506=TaxTotal/TaxSubtotal/TaxCategory/PerUnitAmount
  UBL-CR-507=TaxTotal/TaxSubtotal/TaxCategory/TierRange
  UBL-CR-508=TaxTotal/TaxSubtotal/TaxCategory/TierRatePercent
  UBL-CR-509=TaxTotal/TaxSubtotal/TaxCategory/TaxScheme/Name
  UBL-CR-510=TaxTotal/TaxSubtotal/TaxCategory/TaxScheme/TaxTypeCode
  UBL-CR-511=TaxTotal/TaxSubtotal/TaxCategory/TaxScheme/CurrencyCode
  UBL-CR-512=TaxTotal/TaxSubtotal/TaxCategory/TaxScheme/JurisdictionRegionAddress
  UBL-CR-513=WithholdingTaxTotal UBL-CR-514=LegalMonetaryTotal/PayableAlternativeAmount
  UBL-CR-648=CustomizationID/@schemeID: UBL-CR-649=ProfileID/@schemeID: UBL-CR-650=ID/@schemeID:
  UBL-CR-651=SalesOrderID/@schemeID:X
  UBL-CR-652=TaxRepresentativeParty/PartyTaxScheme/CompanyID/@schemeID:
  UBL-CR-653=PaymentMeans/PaymentID/@schemeID:
  UBL-CR-654=PaymentMeans/PayeeFinancialAccount/ID/@schemeID:
  UBL-CR-655=PaymentMeans/PayeeFinancialAccount/FinancialInstitutionBranch/ID/@schemeID:
  UBL-CR-656=InvoiceTypeCode/@listID: UBL-CR-657=DocumentCurrencyCode/@listID:
  UBL-CR-658=TaxCurrencyCode/@listID:X
  UBL-CR-659=AdditionalDocumentReference/DocumentTypeCode/@listID:X
  UBL-CR-660=Delivery/DeliveryLocation/Address/Country/IdentificationCode/@listID:
  UBL-CR-661=PaymentMeans/PaymentMeansCode/@listID:
  UBL-CR-662=AllowanceCharge/AllowanceChargeReasonCode/@listID:
  UBL-CR-664=PaymentMeans/PayeeFinancialAccount/FinancialInstitutionBranch/FinancialInstitution
  UBL-CR-665=AdditionalDocumentReference/ID/@schemeID:
  UBL-CR-666=AdditionalDocumentReference/DocumentTypeCode:130
  UBL-CR-673=AdditionalDocumentReference/DocumentTypeCode:130
  UBL-CR-674=PaymentMeans/CardAccount/PrimaryAccountNumberID/@schemeID:X
  UBL-CR-675=PaymentMeans/CardAccount/NetworkID/@schemeID:X
  UBL-CR-676=PaymentMeans/PaymentMandate/ID/@schemeID:X
  UBL-CR-677=PaymentMeans/PaymentMandate/PayerFinancialAccount/ID/@schemeID:X
  UBL-CR-678=AllowanceCharge/TaxCategory/ID/@schemeID: UBL-CR-680=PaymentMeans/PayerFinancialAccount
  UBL-CR-681=PaymentMeans/InstructionNote UBL-CR-682=Delivery/DeliveryAddress
credit UBL-CR-672=CreditNoteTypeCode/@listID:X
`;
