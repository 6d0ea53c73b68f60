/** Three tiers by file name: unit needs nothing, integration needs real back ends, e2e the whole platform. */
const shared = {
  rootDir: import.meta.dirname,
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/tools/strip-types.mjs' },
  transformIgnorePatterns: ['\\.m?js$'],
  moduleFileExtensions: ['ts', 'mjs', 'js', 'cjs', 'json', 'wasm'],
  testEnvironment: 'node',
  injectGlobals: true,
  // A workspace of its own, with its own run: infra/tools/check.ts.
  modulePathIgnorePatterns: ['<rootDir>/infra/'],
};

export default {
  // A worker that outgrows this is replaced: wasm heaps never shrink.
  workerIdleMemoryLimit: '1GB',
  // A loaded machine starts a database slowly; a test that hangs still ends.
  testTimeout: 60_000,
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '\\.(int|e2e)\\.test\\.ts$'],
    },
    { ...shared, displayName: 'integration', testMatch: ['**/*.int.test.ts'] },
    { ...shared, displayName: 'e2e', testMatch: ['**/*.e2e.test.ts'] },
  ],
};
