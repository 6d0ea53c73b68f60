export type { Finding, FindingCode } from './findings.ts';
export { type LogFiles, storedLog } from './log-files.ts';
export { type MonitorOptions, type MonitorReport, monitorLog } from './monitor.ts';
export {
  createRowComparer,
  createTrailComparer,
  type LedgerRow,
  type RowComparer,
  type TrailLine,
} from './rows.ts';
export { type SegmentsReport, type VerifySegmentsOptions, verifySegments } from './segments.ts';
export { type AskOptions, askWitness, type Witness } from './witness-client.ts';
export { createWitness, serveWitness, type WitnessOptions } from './witness-server.ts';
export { createWitnessing, type WitnessingOptions } from './witnessing.ts';
