export { type CountKeysOptions, countKeys, type KeyUse } from './archive-keys.ts';
export {
  type DestructionFacts,
  type Objection,
  objections,
  recordTurn,
  retiredSince,
} from './destruction.ts';
export { type DroppedMonth, readDroppedMonths, recordDroppedMonth } from './dropped-months.ts';
export {
  type Destruction,
  enrolOperator,
  type Operator,
  openDestructions,
  readOperators,
  signDestruction,
} from './operators.ts';
export {
  type Purged,
  type PurgedSegment,
  readPurged,
  readPurgedPlaces,
  recordPurge,
} from './purged.ts';
export { isRecordSound, RECORDS } from './records.ts';
export {
  type ReencryptOptions,
  type ReencryptProgress,
  reencryptArchive,
  type SegmentIndex,
} from './reencrypt.ts';
export { type RewrapProgress, rewrapArchive } from './rewrap.ts';
export { createRewrappedKeys } from './rewrapped-keys.ts';
export { endSigningKey, readSigningKeys, recordSigningKey } from './signing-keys.ts';
export { readSuperseded } from './superseded.ts';
export {
  makeWrappedSigningKey,
  openWrappedSigner,
  readWrappedSigningKey,
  type WrappedSigningKey,
} from './wrapped-signing.ts';
