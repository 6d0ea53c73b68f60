/** Who may import whom. The table in docs/ARCHITECTURE.md says why. */
import { readdirSync } from 'node:fs';

/** Every folder in `packages/` is in exactly one tier. */
const TIERS = {
  pure: [
    'errors',
    'xml',
    'invoice',
    'rules',
    'xml-signatures',
    'formats',
    'messages',
    'receipts',
    'samples',
    'problems',
  ],
  ports: ['stream', 'encryption', 'signatures', 'objects'],
  adapters: [
    'stream-postgres',
    'stream-kafka',
    'stream-kinesis',
    'encryption-kms',
    'encryption-hsm',
    'objects-s3',
    'objects-fs',
  ],
  // Built on ports: they work with any adapter and know none.
  overPorts: ['segments', 'custody', 'transparency', 'receipt-pdf', 'lake'],
  // For the processes themselves.
  process: ['auth', 'runtime', 'database', 'backends', 'consumer', 'testing', 'cli'],
};

const known = new Set(Object.values(TIERS).flat());
const homeless = readdirSync(new URL('packages/', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !known.has(entry.name))
  .map((entry) => entry.name);
if (homeless.length > 0) throw new Error(`packages without a tier here: ${homeless.join(', ')}`);

const packages = (names) => `^packages/(${names.join('|')})/`;
const TESTS = '\\.test\\.ts$|/(test|contract|fixtures)/';
const rule = (name, comment, from, to) => ({
  name,
  comment,
  severity: 'error',
  from: { pathNot: TESTS, ...from },
  to,
});

export default {
  forbidden: [
    rule(
      'pure-stays-pure',
      'Pure packages import pure packages only.',
      { path: packages(TIERS.pure) },
      { path: '^(packages|services)/', pathNot: packages(TIERS.pure) },
    ),
    rule(
      'pure-has-no-io',
      'No I/O, clock or environment in pure packages and cores; hashing is a pure function.',
      { path: `${packages(TIERS.pure)}|^services/[^/]+/src/core/` },
      { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|buffer|module|util|perf_hooks)$' },
    ),
    rule(
      'core-stays-pure',
      'The decisions of a service know no port and no adapter.',
      { path: '^services/[^/]+/src/core/' },
      { path: '^packages/', pathNot: packages(TIERS.pure), dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'ports-import-errors-only',
      'A port package imports errors and nothing else of ours.',
      { path: packages(TIERS.ports) },
      { path: '^(packages|services)/', pathNot: `^packages/($1|errors)/` },
    ),
    rule(
      'adapters-import-ports-only',
      'An adapter knows the errors, the ports it implements, and its vendor.',
      { path: packages(TIERS.adapters) },
      { path: '^(packages|services)/', pathNot: `^packages/($1|errors|${TIERS.ports.join('|')})/` },
    ),
    rule(
      'over-ports-knows-no-adapter',
      'What is built on ports imports ports and pure packages, and its kind.',
      { path: packages(TIERS.overPorts) },
      {
        path: '^(packages|services)/',
        pathNot: packages([...TIERS.overPorts, ...TIERS.ports, ...TIERS.pure]),
      },
    ),
    rule(
      'only-backends-imports-adapters',
      'Adapters are chosen by settings, in one place.',
      { pathNot: `${TESTS}|^packages/(backends|cli|${TIERS.adapters.join('|')})/` },
      { path: packages(TIERS.adapters) },
    ),
    rule(
      'services-never-meet',
      'Services talk through the stream and HTTP only.',
      { path: '^services/([^/]+)/' },
      { path: '^services/', pathNot: '^services/$1/' },
    ),
    rule(
      'packages-never-import-services',
      'A package does not know who uses it.',
      { path: '^packages/' },
      { path: '^services/' },
    ),
    rule(
      'traces-off-load-nothing',
      'The libraries of OpenTelemetry are imported where traces are made, and that only once they are on.',
      { pathNot: `${TESTS}|^packages/runtime/src/open-telemetry.ts$` },
      {
        path: 'node_modules/@opentelemetry/|^packages/runtime/src/open-telemetry.ts$',
        dependencyTypesNot: ['dynamic-import'],
      },
    ),
    rule(
      'drizzle-only-in-database',
      'Table names live in packages/database.',
      { pathNot: `${TESTS}|^packages/database/` },
      { path: 'node_modules/drizzle-orm' },
    ),
    rule(
      'xml-engine-only-in-xml',
      'The XML engine can be changed in one package.',
      { pathNot: `${TESTS}|^packages/xml/` },
      { path: 'node_modules/libxml2-wasm' },
    ),
    rule(
      'http-server-only-in-services',
      'Fastify lives in reception and query.',
      { pathNot: `${TESTS}|^services/(reception|query|portal)/` },
      { path: 'node_modules/fastify' },
    ),
    rule(
      'testing-never-in-production',
      'Real back ends for tests are started by tests and by the command, never by a service.',
      { pathNot: `${TESTS}|^packages/(testing|cli)/` },
      { path: '^packages/testing/' },
    ),
    rule(
      'by-name-not-by-path',
      'Other packages are imported by name, through their exports.',
      { path: '^(packages|services)/([^/]+)/' },
      {
        path: '^(packages|services)/',
        pathNot: '^$1/$2/',
        dependencyTypes: ['local'],
      },
    ),
    {
      name: 'no-cycles',
      comment: 'A cycle is one module pretending to be two.',
      severity: 'error',
      from: {},
      to: { circular: true, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'resolvable',
      comment: 'Every import resolves.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.mjs', '.js', '.json'],
    },
  },
};
