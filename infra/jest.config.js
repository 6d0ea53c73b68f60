/** Its own run, because only infra needs the AWS CDK: `node tools/check.ts` calls it. */
export default {
  rootDir: import.meta.dirname,
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/../tools/strip-types.mjs' },
  transformIgnorePatterns: ['\\.m?js$'],
  moduleFileExtensions: ['ts', 'mjs', 'js', 'cjs', 'json', 'wasm', 'node'],
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  injectGlobals: true,
};
