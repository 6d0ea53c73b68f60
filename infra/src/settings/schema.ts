/**
 * The settings of one environment: one file, checked before anything is synthesised. A setting that
 * is not known, missing or impossible is named with its place and what is wrong with it.
 */
import { z } from 'zod';

const whole = z.number().int();
const text = z.string().min(1);
const arn = z.string().regex(/^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:\d{0,12}:.+$/, 'not an ARN');

/** Fargate takes these pairs only: CPU units to the memory sizes in MiB. */
const FARGATE_MEMORY: Readonly<Record<number, readonly [least: number, most: number]>> = {
  256: [512, 2_048],
  512: [1_024, 4_096],
  1024: [2_048, 8_192],
  2048: [4_096, 16_384],
  4096: [8_192, 30_720],
};

const service = z
  .strictObject({
    cpu: z.literal([256, 512, 1024, 2048, 4096]),
    memoryMiB: whole,
    tasksMin: whole.min(1).max(500),
    tasksMax: whole.min(1).max(500),
    /** Share of tasks on Spot capacity; a consumer that is stopped hands its partitions over. */
    spotPercent: whole.min(0).max(100).default(0),
  })
  .refine(({ tasksMin, tasksMax }) => tasksMin <= tasksMax, {
    path: ['tasksMin'],
    error: 'must not be above tasksMax',
  })
  .superRefine(({ cpu, memoryMiB }, context) => {
    const [least, most] = FARGATE_MEMORY[cpu] ?? [0, 0];
    if (memoryMiB >= least && memoryMiB <= most) return;
    const message = `Fargate gives ${cpu} CPU units between ${least} and ${most} MiB`;
    context.addIssue({ code: 'custom', path: ['memoryMiB'], message });
  });

const stream = z
  .discriminatedUnion('mode', [
    z.strictObject({ mode: z.literal('on-demand') }),
    z.strictObject({ mode: z.literal('provisioned'), shards: whole.min(1).max(500) }),
  ])
  .and(
    z.object({
      retentionHours: whole.min(24).max(8_760),
      /** Each consumer subscribes, at a throughput and a price of its own. */
      fanOut: z.boolean().default(false),
      /**
       * How long the first document waits for others: in reception, where longer means fewer signatures, and
       * at persistence and archive, where it means fewer objects (docs/cost.md).
       */
      lingerMs: z
        .strictObject({
          reception: whole.min(0).max(100).optional(),
          stores: whole.min(0).max(1_000).optional(),
        })
        .default({}),
    }),
  );

const retention = z
  .strictObject({
    mode: z.enum(['GOVERNANCE', 'COMPLIANCE']),
    days: whole.min(1).max(36_500),
    glacierAfterDays: whole.min(30),
    /** COMPLIANCE cannot be undone by anyone, the root user included, until the days are over. */
    complianceConfirmation: z.string().optional(),
  })
  .refine(
    ({ mode, days, complianceConfirmation }) =>
      mode === 'GOVERNANCE' || complianceConfirmation === complianceSentence(days),
    {
      path: ['complianceConfirmation'],
      error:
        'COMPLIANCE is final. Write exactly: I accept that nothing stored can be deleted for N days, with N as in days',
    },
  );

/** What must be typed, word for word, to lock objects for good. */
export const complianceSentence = (days: number): string =>
  `I accept that nothing stored can be deleted for ${days} days`;

/** Submits for the taxpayers that gave it a mandate; by the general way in. */
const certifier = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/, 'lower-case letters, digits and hyphens'),
  taxpayerId: text,
});

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const tenant = z.strictObject({
  /** Part of names and of the API's URL. */
  id: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/, 'lower-case letters, digits and hyphens'),
  taxpayerId: text,
  requestsPerSecond: whole.min(1).max(10_000),
  burst: whole.min(1).max(20_000),
  requestsPerDay: whole.min(1),
});

export const SERVICE_NAMES = [
  'reception',
  'validation',
  'transformation',
  'persistence',
  'archive',
  'query',
] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];

export const environmentSettings = z
  .strictObject({
    name: z.enum(['dev', 'staging', 'prod']),
    account: z
      .string()
      .regex(/^\d{12}$/, 'an AWS account has twelve digits')
      .optional(),
    region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'not a region'),
    availabilityZones: z.array(text).min(2).max(3),
    vpcCidr: z
      .string()
      .regex(/^\d+\.\d+\.\d+\.\d+\/1[6-9]$|^\d+\.\d+\.\d+\.\d+\/20$/, 'a CIDR of /16 to /20'),
    /** Tag or digest of the images in the account's registry. */
    imageTag: text,
    imageRegistry: text,
    services: z.strictObject(
      Object.fromEntries(SERVICE_NAMES.map((name) => [name, service])) as Record<
        ServiceName,
        typeof service
      >,
    ),
    stream,
    database: z
      .strictObject({
        acuMin: z.number().min(0.5).max(256),
        acuMax: z.number().min(1).max(256),
        readers: whole.min(0).max(4),
        backupDays: whole.min(1).max(35),
        monthsKept: whole.min(1).max(120),
      })
      .refine(({ acuMin, acuMax }) => acuMin <= acuMax, {
        path: ['acuMin'],
        error: 'must not be above acuMax',
      }),
    ledger: z.strictObject({
      /** How long a note waits for the document it refers to. */
      originWaitSeconds: whole.min(1).max(86_400),
      /** Where a day of the daily totals begins. */
      timeZone: z.string().refine(isTimeZone, 'not a time zone, such as America/Guatemala'),
    }),
    retention,
    keys: z.strictObject({
      /**
       * wrapped: services sign by a key under the documents key, and no signature is a call; kms: each is one, by a
       * key that never leaves KMS, published as in use from its creation or later.
       */
      signing: z
        .discriminatedUnion('kind', [
          z.strictObject({ kind: z.literal('wrapped') }),
          z.strictObject({ kind: z.literal('kms'), validFrom: z.iso.datetime() }),
        ])
        .default({ kind: 'wrapped' }),
      /** imported: the authority imports key material; cloudhsm: keys made beforehand in a custom key store. */
      documents: z.discriminatedUnion('source', [
        z.strictObject({ source: z.literal('kms') }),
        z.strictObject({ source: z.literal('imported') }),
        z.strictObject({ source: z.literal('cloudhsm'), keyArn: arn }),
      ]),
    }),
    identity: z.strictObject({
      domainPrefix: z.string().regex(/^[a-z0-9-]{3,60}$/),
      callbackUrls: z.array(z.url()).min(1),
    }),
    api: z.strictObject({
      /** Where clients reach the API. */
      publicUrl: z.url(),
      certificateArn: arn,
      requestsPerSecond: whole.min(1).max(10_000),
      burst: whole.min(1).max(20_000),
    }),
    dedicatedTaxpayers: z.array(tenant).max(200),
    certifiers: z.array(certifier).max(200).default([]),
    portal: z.strictObject({
      enabled: z.boolean(),
      domain: z.string().optional(),
      /** In us-east-1, as CloudFront asks. */
      certificateArn: arn.optional(),
      requestsPerFiveMinutes: whole.min(100).default(2_000),
    }),
    analytics: z.strictObject({
      enabled: z.boolean(),
      scanBytesMax: whole.min(10_000_000),
      lakeAdministratorArns: z.array(arn),
      auditorRegions: z.array(text).default([]),
      quicksight: z.strictObject({ principalArn: arn }).optional(),
    }),
    /** The collector beside each service, which X-Ray and our own figures in CloudWatch come by. */
    telemetry: z
      .strictObject({
        traces: z.boolean(),
        metrics: z.boolean(),
        /** Share of the documents that are traced. */
        sampling: z.number().min(0).max(1).default(0.01),
      })
      .default({ traces: false, metrics: true, sampling: 0.01 }),
    alarms: z.strictObject({
      emails: z.array(z.email()).min(1),
      phones: z
        .array(z.string().regex(/^\+\d{6,15}$/, 'a number such as +50255551234'))
        .default([]),
      slack: z.strictObject({ workspaceId: text, channelId: text }).optional(),
      runbookUrl: z.url(),
    }),
    /** Whose workflow may deploy this environment; without it nobody's. */
    deployment: z
      .strictObject({
        repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'OWNER/REPOSITORY on GitHub'),
        /** Of the account, when another environment has made it there. */
        oidcProviderArn: arn.optional(),
      })
      .optional(),
    /** Sites that consume the stream on their own premises. */
    onPremConsumers: z
      .array(
        z.strictObject({
          id: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/),
          /** IAM Roles Anywhere, by the certificate authority's own certificate (PEM). */
          certificateAuthorityPem: z.string().startsWith('-----BEGIN CERTIFICATE-----'),
          commonName: text,
        }),
      )
      .default([]),
  })
  .superRefine((settings, context) => {
    refuseTwins(settings, context);
    if (settings.portal.enabled && !settings.portal.certificateArn !== !settings.portal.domain) {
      context.addIssue({
        code: 'custom',
        path: ['portal', 'domain'],
        message: 'domain and certificateArn go together',
      });
    }
    if (settings.name === 'prod') checkProduction(settings, context);
  });

/** Each has a machine client of its own, named by its id. */
function refuseTwins(
  settings: Readonly<
    Record<'dedicatedTaxpayers' | 'certifiers', readonly { readonly id: string }[]>
  >,
  context: z.RefinementCtx,
): void {
  const seen = new Set<string>();
  for (const list of ['dedicatedTaxpayers', 'certifiers'] as const) {
    settings[list].forEach(({ id }, at) => {
      const message = `${id} is listed twice`;
      if (seen.has(id)) context.addIssue({ code: 'custom', path: [list, at, 'id'], message });
      seen.add(id);
    });
  }
}

/** What a production site must not lack. */
function checkProduction(
  settings: {
    readonly database: { readonly readers: number; readonly backupDays: number };
    readonly availabilityZones: readonly string[];
    readonly telemetry: { readonly metrics: boolean };
    readonly services: Readonly<Record<ServiceName, { readonly tasksMin: number }>>;
  },
  context: z.RefinementCtx,
): void {
  const issue = (path: (string | number)[], message: string) =>
    context.addIssue({ code: 'custom', path, message });
  if (settings.database.readers < 1)
    issue(['database', 'readers'], 'prod needs a reader to fail over to');
  if (settings.database.backupDays < 14)
    issue(['database', 'backupDays'], 'prod keeps at least 14 days');
  if (!settings.telemetry.metrics)
    issue(['telemetry', 'metrics'], 'prod has alarms of its own figures');
  if (settings.availabilityZones.length < 3) issue(['availabilityZones'], 'prod spans three zones');
  for (const [name, { tasksMin }] of Object.entries(settings.services)) {
    if (tasksMin < 2)
      issue(['services', name, 'tasksMin'], 'prod runs at least two tasks of each service');
  }
}

export type EnvironmentSettings = z.infer<typeof environmentSettings>;
export type Tenant = EnvironmentSettings['dedicatedTaxpayers'][number];
export type ServiceSize = EnvironmentSettings['services'][ServiceName];
