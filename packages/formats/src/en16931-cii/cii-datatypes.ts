/** Qualified datatypes of CII D16B: base and attributes (`|` between), then the types that have them. */
export const QUALIFIED = `
token|listID|listAgencyID|listVersionID|listURI=anyURI: AccountingAccountTypeCode
  AccountingAmountTypeCode AccountingDocumentCode AllowanceChargeIdentificationCode
  AllowanceChargeReasonCode AutomaticDataCaptureMethodCode CommunicationChannelCode
  ContactTypeCode CurrencyCode LineStatusCode MessageFunctionCode PackagingMarkingCode
  TaxCategoryCode TaxTypeCode
token|listID|listAgencyID|listVersionID: AdjustmentReasonCode DeliveryTermsCode
  PaymentGuaranteeMeansCode PaymentMeansCode PaymentTermsEventTimeReferenceCode PriceTypeCode
token|listID|listAgencyID|listVersionID|name=string: CargoCategoryCode CargoCommodityCategoryCode
  CargoOperationalCategoryCode ChargePayingPartyRoleCode DimensionTypeCode DocumentStatusCode
  FreightChargeTariffClassCode GoodsTypeCode GoodsTypeExtensionCode
  LogisticsChargeCalculationBasisCode PackageTypeCode PartyRoleCode PaymentMeansChannelCode
  PaymentTermsTypeCode ReferenceCode TimeReferenceCode TransportEquipmentCategoryCode
  TransportEquipmentFullnessCode TransportEquipmentSizeTypeCode TransportMeansTypeCode
  TransportModeCode TransportMovementStageCode
token|schemeID|schemeAgencyID|schemeVersionID: CountryID FreightChargeTypeID PaymentTermsID
token|listID|listAgencyID|listVersionID|name=string|listURI=anyURI: DocumentCode
decimal|unitCode=unit|unitCodeListVersionID: LinearUnitMeasure VolumeUnitMeasure WeightUnitMeasure
`;

/** Attributes that may only have one value; the agency of a list (`listAgencyID`) is 6 where not said. */
export const FIXED = `
AccountingAccountTypeCode: listID=AccountingE501 | listAgencyID=210
AccountingAmountTypeCode: listID=AccountingE601 | listAgencyID=210
AccountingDocumentCode: listID=1001_Accounting
AdjustmentReasonCode: listID=4465
AllowanceChargeIdentificationCode: listID=5189_AllowanceChargeID
AllowanceChargeReasonCode: listID=4465_AllowanceChargeReasonCode
AutomaticDataCaptureMethodCode: listID=7233_AutomaticDataCaptureMethodCode
CargoCategoryCode: listID=Recommendation 21-Annex I
CargoCommodityCategoryCode: listID=7357
CargoOperationalCategoryCode: listID=7085b
ChargePayingPartyRoleCode: listID=3035_Charge Paying
CommunicationChannelCode: listID=3155_CommunicationChannelCode
ContactTypeCode: listID=3139_ContactTypeCode
CountryID: schemeVersionID=second edition 2006
CurrencyCode: listID=ISO 4217 3A | listAgencyID=5
DeliveryTermsCode: listID=4053
DimensionTypeCode: listID=6145
DocumentCode: listID=1001
DocumentStatusCode: listID=1373
FreightChargeTariffClassCode: listID=5243
GoodsTypeCode: listID=TDED 7357
GoodsTypeExtensionCode: listID=TDED 7361
LineStatusCode: listID=1229_LineStatusCode
LogisticsChargeCalculationBasisCode: listID=TDED 6131
MessageFunctionCode: listID=1225_MessageFunctionTypeCode
PackageTypeCode: listID=7065
PackagingMarkingCode: listID=7233_PackagingMarkingCode
PartyRoleCode: listID=3035
PaymentGuaranteeMeansCode: listID=4431
PaymentMeansChannelCode: listID=4435
PaymentMeansCode: listID=4461
PaymentTermsEventTimeReferenceCode: listID=2475_Payment Terms Event
PaymentTermsTypeCode: listID=4279
PriceTypeCode: listID=5375
ReferenceCode: listID=1153_ReferenceTypeCode
TaxCategoryCode: listID=5305
TaxTypeCode: listID=5153
TimeReferenceCode: listID=2475
TransportEquipmentCategoryCode: listID=8053
TransportEquipmentFullnessCode: listID=8169
TransportEquipmentSizeTypeCode: listID=8155
TransportMeansTypeCode: listID=Recommendation 28
TransportModeCode: listID=Recommendation 19
TransportMovementStageCode: listID=8051
`;
