import {
  type AccountTrails,
  type WatchedLogGroup,
} from '../../../src/modules/scanning/domain/resources/cloudtrail/account-trails.js';
import {
  type AdvancedSelector,
  type BasicSelector,
} from '../../../src/modules/scanning/domain/resources/cloudtrail/selectors.js';
import {
  type LogBucket,
  type Trail,
  type TrailFields,
} from '../../../src/modules/scanning/domain/resources/cloudtrail/trail.js';
import { daysAgo } from '../scanning-examples.js';
import { alarmExample } from './cloudwatch.js';
import { metricFilterExample } from './logs.js';

export const basicSelector = (changed: Partial<BasicSelector> = {}): BasicSelector => ({
  readWriteType: 'All',
  management: true,
  excludedSources: [],
  dataResources: [],
  ...changed,
});

type Field = AdvancedSelector['fields'][number];

/** Fields with their conditions: `{ eventCategory: { equals: ['Management'] } }`. */
export const advancedSelector = (
  fields: Record<string, Partial<Omit<Field, 'field'>>>,
): AdvancedSelector => ({
  name: null,
  fields: Object.entries(fields).map(([field, conditions]) => ({
    field,
    ...{ equals: [], startsWith: [], endsWith: [], notEquals: [], notStartsWith: [], notEndsWith: [] },
    ...conditions,
  })),
});

type Status = Exclude<TrailFields['status'], { noEvidence: string }>;

export const trailStatus = (changed: Partial<Status> = {}): Status => ({
  isLogging: true,
  latestDeliveryAt: daysAgo(0.01),
  latestDeliveryError: null,
  latestLogGroupDeliveryAt: daysAgo(0.01),
  latestLogGroupDeliveryError: null,
  ...changed,
});

export const trailFieldsExample = (changed: Partial<TrailFields> = {}): TrailFields => ({
  arn: 'arn:aws:cloudtrail:eu-west-1:123456789012:trail/all',
  name: 'all',
  homeRegion: 'eu-west-1',
  multiRegion: true,
  organization: false,
  globalServiceEvents: true,
  logFileValidation: true,
  kmsKeyId: null,
  logGroupArn: 'arn:aws:logs:eu-west-1:123456789012:log-group:trail',
  bucketName: 'trail-logs',
  bucketPrefix: null,
  topicArn: null,
  status: trailStatus(),
  selectors: { basic: [basicSelector()], advanced: [] },
  ...changed,
});

export const logBucketExample = (changed: Partial<LogBucket> = {}): LogBucket => ({
  region: 'eu-west-1',
  accessLogsTo: 'access-logs',
  publicAccessBlock: null,
  accountPublicAccessBlock: null,
  policy: null,
  acl: { ownerId: 'owner', grants: [] },
  ...changed,
});

export const trailExample = (changed: Partial<Trail> = {}): Trail => ({
  ...trailFieldsExample(),
  logBucket: logBucketExample(),
  tags: {},
  ...changed,
});

/** A whole chain: filter, alarm, topic, a confirmed subscription. */
export const watchedLogGroupExample = (changed: Partial<WatchedLogGroup> = {}): WatchedLogGroup => ({
  arn: 'arn:aws:logs:eu-west-1:123456789012:log-group:trail',
  filters: [metricFilterExample()],
  alarms: [alarmExample()],
  topics: [{ arn: 'arn:aws:sns:eu-west-1:123456789012:alarms', confirmed: true }],
  ...changed,
});

export const accountTrailsExample = (changed: Partial<AccountTrails> = {}): AccountTrails => ({
  trails: [trailFieldsExample()],
  watchedLogGroups: [watchedLogGroupExample()],
  ...changed,
});
