export { type LakeBatch, type LakeObject, readBatches } from './batch.ts';
export { checkLake, type LakeCheck, type LakeFinding } from './check.ts';
export * from './columns.ts';
export { type ExportOptions, exportLake, type Ledger } from './export.ts';
export { bucketOf, type LogRange } from './layout.ts';
export type { LakeRow } from './parquet.ts';
