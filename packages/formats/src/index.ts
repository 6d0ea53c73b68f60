export { createValidator, type DocumentReading, type ValidatorParts } from './create-validator.ts';
export type * from './format.ts';
export { type RegistryAccess, registryRules } from './registry-rules.ts';
export { STRUCTURE, type StructureKind, structureFault, structureFaults } from './structure.ts';
export type * from './validator.ts';
