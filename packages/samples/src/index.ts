export { CODES } from './codes.ts';
export { generateSamples, listFaults, sampleAlone } from './generate.ts';
export { breakCheckDigit, createCui, createNit } from './identifiers.ts';
export {
  type GenerateOptions,
  SAMPLE_FORMATS,
  type Sample,
  type SampleFormat,
} from './sample.ts';
export {
  DEMO_CERTIFIER_ID,
  type DemoClient,
  demoClients,
  demoMandates,
  demoTaxpayers,
} from './taxpayers.ts';
