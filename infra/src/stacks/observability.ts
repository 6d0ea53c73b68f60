/** Alarms by what a person would notice, each with the page that says what to do. */
import { Duration, type Stack } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { SlackChannelConfiguration } from 'aws-cdk-lib/aws-chatbot';
import {
  Alarm,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  type IMetric,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription, SmsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { METRIC_NAMESPACE, type SHIPPED } from '../constructs/collector.ts';
import { type Site, stackOf } from '../constructs/site.ts';
import { SERVICE_NAMES, type ServiceName } from '../settings/schema.ts';
import type { Compute } from './compute.ts';
import type { Data } from './data.ts';
import type { KeyRing, Keys } from './keys.ts';
import { LAKE_HELD_METRIC } from './lake-export.ts';
import { type Streams, TOPIC_NAMES } from './stream.ts';

export interface ObservabilityNeeds {
  readonly ring: KeyRing;
  readonly data: Data;
  readonly streams: Streams;
  readonly compute: Compute;
  readonly apis: Readonly<Record<string, RestApi>>;
}

interface AlarmNeeds {
  readonly id: string;
  /** Page of the runbook. */
  readonly page: string;
  readonly says: string;
  readonly metric: IMetric;
  readonly above: number;
  /** Periods of the metric, which is a minute unless it says otherwise. */
  readonly minutes: number;
  /** Alarms below the threshold instead. */
  readonly below?: boolean;
  /** No figures are no trouble, except where silence itself is. */
  readonly silence?: TreatMissingData;
}

/** A day, and two hours for a run that takes long. */
const LAKE_LATE_HOURS = 26;
const MINUTE = Duration.minutes(1);

export function createObservability(site: Site, needs: ObservabilityNeeds): void {
  const stack = stackOf(site, 'observability', 'alarms and dashboard');
  const topic = createTopic(stack, site, needs.ring(stack));
  const alarms = [
    ...streamAlarms(needs),
    ...serviceAlarms(site, needs),
    ...apiAlarms(needs),
    ...storeAlarms(needs),
    ...ownAlarms(site),
    ...platformAlarms(site),
    ...lakeAlarms(site),
  ];
  for (const alarm of alarms) addAlarm(stack, site, topic, alarm);
  addDashboard(stack, site, alarms);
}

function createTopic(stack: Stack, { settings, prefix }: Site, keys: Keys): Topic {
  const topic = new Topic(stack, 'Alarms', {
    topicName: `${prefix}-alarms`,
    masterKey: keys.storage,
    enforceSSL: true,
  });
  for (const email of settings.alarms.emails) topic.addSubscription(new EmailSubscription(email));
  for (const phone of settings.alarms.phones) topic.addSubscription(new SmsSubscription(phone));
  const { slack } = settings.alarms;
  if (slack !== undefined) {
    new SlackChannelConfiguration(stack, 'Slack', {
      slackChannelConfigurationName: prefix,
      slackWorkspaceId: slack.workspaceId,
      slackChannelId: slack.channelId,
      notificationTopics: [topic],
    });
  }
  return topic;
}

function addAlarm(stack: Stack, { settings, prefix }: Site, topic: Topic, needs: AlarmNeeds): void {
  const alarm = new Alarm(stack, needs.id, {
    alarmName: `${prefix}-${needs.id}`,
    alarmDescription: `${needs.says} ${settings.alarms.runbookUrl}#${needs.page}`,
    metric: needs.metric,
    threshold: needs.above,
    comparisonOperator: needs.below
      ? ComparisonOperator.LESS_THAN_THRESHOLD
      : ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: needs.minutes,
    treatMissingData: needs.silence ?? TreatMissingData.NOT_BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(topic));
  alarm.addOkAction(new SnsAction(topic));
}

const streamAlarms = ({ streams }: ObservabilityNeeds): AlarmNeeds[] => [
  ...TOPIC_NAMES.filter((name) => name !== 'documents.dead').flatMap((name) => {
    const id = name.replace('documents.', '');
    const stream = streams.topics[name];
    return [
      {
        id: `age-${id}`,
        page: 'oldest-unprocessed',
        says: `Records of ${name} wait for more than a minute.`,
        metric: stream.metricGetRecordsIteratorAgeMilliseconds({
          statistic: 'Maximum',
          period: MINUTE,
        }),
        above: 60_000,
        minutes: 3,
      },
      {
        id: `throttled-${id}`,
        page: 'stream-throttled',
        says: `${name} refuses records: it has too few shards.`,
        metric: stream.metricWriteProvisionedThroughputExceeded({
          statistic: 'Sum',
          period: MINUTE,
        }),
        above: 0,
        minutes: 3,
      },
    ];
  }),
  {
    id: 'dead-letters',
    page: 'dead-letters',
    says: 'Records were set aside that no service could read.',
    metric: streams.topics['documents.dead'].metricIncomingRecords({
      statistic: 'Sum',
      period: MINUTE,
    }),
    above: 0,
    minutes: 1,
  },
  {
    id: 'raw-archive-late',
    page: 'archive-write-failure',
    says: 'The raw archive is more than 30 minutes behind.',
    metric: streams.firehose.metric('DeliveryToS3.DataFreshness', {
      statistic: 'Maximum',
      period: MINUTE,
    }),
    above: 1_800,
    minutes: 5,
  },
];

const serviceAlarms = ({ prefix }: Site, { compute }: ObservabilityNeeds): AlarmNeeds[] =>
  SERVICE_NAMES.flatMap((name) => {
    const dimensions = {
      ClusterName: compute.services[name].cluster.clusterName,
      ServiceName: name,
    };
    return [
      {
        id: `tasks-${name}`,
        page: 'service-down',
        says: `${name} of ${prefix} runs fewer tasks than it should.`,
        metric: new Metric({
          namespace: 'ECS/ContainerInsights',
          metricName: 'PendingTaskCount',
          dimensionsMap: dimensions,
          statistic: 'Minimum',
          period: MINUTE,
        }),
        above: 0,
        minutes: 5,
      },
      {
        id: `memory-${name}`,
        page: 'service-memory',
        says: `${name} uses nearly all of its memory.`,
        metric: compute.services[name].metricMemoryUtilization({
          statistic: 'Maximum',
          period: MINUTE,
        }),
        above: 90,
        minutes: 5,
      },
    ];
  });

const apiAlarms = ({ apis }: ObservabilityNeeds): AlarmNeeds[] =>
  Object.entries(apis).flatMap(([name, api]) => [
    {
      id: `errors-${name}`,
      page: 'api-errors',
      says: `The API ${name} answers with failures of ours.`,
      metric: api.metricServerError({ statistic: 'Average', period: MINUTE }),
      above: 0.01,
      minutes: 3,
    },
    {
      id: `latency-${name}`,
      page: 'api-latency',
      says: `One in a hundred requests to the API ${name} takes more than 2 s.`,
      metric: api.metricLatency({ statistic: 'p99', period: MINUTE }),
      above: 2_000,
      minutes: 5,
    },
  ]);

const storeAlarms = ({ data }: ObservabilityNeeds): AlarmNeeds[] => [
  {
    id: 'database-cpu',
    page: 'database-busy',
    says: 'The hot store is near its highest capacity.',
    metric: data.database.metric('ACUUtilization', { statistic: 'Maximum', period: MINUTE }),
    above: 90,
    minutes: 10,
  },
  {
    id: 'database-connections',
    page: 'database-busy',
    says: 'The hot store has nearly no connections left.',
    metric: data.database.metricDatabaseConnections({ statistic: 'Maximum', period: MINUTE }),
    above: 1_500,
    minutes: 5,
  },
];

/** Figures of our own, scraped by the collector beside each service. */
const own = (metricName: (typeof SHIPPED)[number], service: ServiceName, statistic = 'Maximum') =>
  new Metric({
    namespace: METRIC_NAMESPACE,
    metricName,
    dimensionsMap: { service },
    statistic,
    period: MINUTE,
  });

const ownAlarms = ({ settings }: Site): AlarmNeeds[] => {
  if (!settings.telemetry.metrics) return [];
  return [
    {
      id: 'completeness',
      page: 'reconciliation',
      says: 'Documents received more than five minutes ago are not settled.',
      metric: own('ventanilla_completeness_lag_seconds', 'query'),
      above: 300,
      minutes: 10,
      // Silence is trouble too: nobody scrapes.
      silence: TreatMissingData.BREACHING,
    },
    {
      id: 'archive-failures',
      page: 'archive-write-failure',
      says: 'Originals cannot be archived.',
      metric: own('ventanilla_batch_errors_total', 'archive', 'Sum'),
      above: 0,
      minutes: 5,
    },
    {
      id: 'key-service',
      page: 'key-service',
      says: 'The key service holds the registration of documents up.',
      metric: own('ventanilla_key_service_failing', 'persistence'),
      above: 0,
      minutes: 3,
    },
  ];
};

const platformAlarms = ({ settings }: Site): AlarmNeeds[] => [
  {
    id: 'certificates',
    page: 'certificate-expiry',
    says: 'A certificate ends in less than 30 days.',
    metric: new Metric({
      namespace: 'AWS/CertificateManager',
      metricName: 'DaysToExpiry',
      statistic: 'Minimum',
      dimensionsMap: { CertificateArn: settings.api.certificateArn },
      period: Duration.days(1),
    }),
    above: 30,
    below: true,
    minutes: 1,
  },
];

/** The task runs once a day: whether it failed or never began, it does not say that it came to its end. */
const lakeAlarms = ({ settings }: Site): AlarmNeeds[] => {
  if (!settings.analytics.enabled) return [];
  const metric = new Metric({
    ...LAKE_HELD_METRIC,
    statistic: 'SampleCount',
    period: Duration.hours(1),
  });
  return [
    {
      id: 'lake-late',
      page: 'lake-late',
      says: 'The lake was not brought up to date for 26 hours.',
      metric,
      above: 1,
      below: true,
      minutes: LAKE_LATE_HOURS,
      silence: TreatMissingData.BREACHING,
    },
  ];
};

function addDashboard(stack: Stack, { prefix }: Site, alarms: readonly AlarmNeeds[]): void {
  const dashboard = new Dashboard(stack, 'Dashboard', { dashboardName: prefix });
  const pages = [...new Set(alarms.map(({ page }) => page))];
  for (const page of pages) {
    dashboard.addWidgets(
      new GraphWidget({
        title: page,
        width: 12,
        left: alarms.filter((alarm) => alarm.page === page).map(({ metric }) => metric),
      }),
    );
  }
}
