import {
  type CloudWatch,
  type CompositeAlarm,
  type DescribeAlarmsInput,
  type Metric,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import { alarm, type Alarm, type AlarmFields } from '../../domain/resources/cloudwatch/alarm.js';
import { byKey, tagMap, text } from '../fields.js';
import { collect } from '../logs/collect.js';
import { mapConcurrent, present } from '../map-concurrent.js';
import { read, reader, readParts, unlessGone, type Want } from '../reader.js';

/** DescribeAlarms gives no more at once. */
const PAGE = 100;
const GONE = ['ResourceNotFound', 'ResourceNotFoundFault'];

export const alarmReader = reader(alarm, {
  scope: 'region',
  list: async function* (aws, _place, want) {
    const cloudwatch = await aws.cloudwatch();
    for await (const page of alarms(cloudwatch)) {
      yield present(await mapConcurrent(page, (fields) => withTags(cloudwatch, fields, want)));
    }
  },
  describe: async (aws, ref) => {
    const name = ref.arn.slice(ref.arn.indexOf(':alarm:') + ':alarm:'.length);
    const cloudwatch = await aws.in(ref.region).cloudwatch();
    const [fields] = await collect(alarms(cloudwatch, { AlarmNames: [name] }));
    return fields === undefined ? null : withTags(cloudwatch, fields, null);
  },
});

/** Pages of alarms of both kinds: without AlarmTypes AWS gives metric alarms alone. */
export async function* alarms(
  cloudwatch: CloudWatch,
  of: Pick<DescribeAlarmsInput, 'AlarmNames'> = {},
): AsyncGenerator<AlarmFields[]> {
  let NextToken: string | undefined;
  do {
    const page = await cloudwatch.describeAlarms({
      ...of,
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
      ...(of.AlarmNames === undefined ? { MaxRecords: PAGE } : {}),
      NextToken,
    });
    yield present([
      ...(page.MetricAlarms ?? []).map(toMetricAlarm),
      ...(page.CompositeAlarms ?? []).map(toCompositeAlarm),
    ]);
    NextToken = page.NextToken;
  } while (NextToken);
}

/** null: the alarm is gone since it was listed. */
const withTags = (cloudwatch: CloudWatch, fields: AlarmFields, want: Want): Promise<Alarm | null> =>
  unlessGone(async () => {
    const parts = await readParts(want, {
      tags: () =>
        read(async () => tagMap((await cloudwatch.listTagsForResource({ ResourceARN: fields.arn })).Tags)),
    });
    return { ...fields, ...parts };
  }, GONE);

function toMetricAlarm(one: MetricAlarm): AlarmFields | null {
  const common = toFields(one);
  if (common === null) return null;
  const own = { Namespace: one.Namespace, MetricName: one.MetricName, Dimensions: one.Dimensions };
  const metrics = [own, ...(one.Metrics ?? []).map(({ MetricStat }) => MetricStat?.Metric)].flatMap(toMetric);
  return {
    ...common,
    kind: 'metric',
    metrics: byKey(metrics, ({ namespace, name }) => `${namespace} ${name}`),
    comparison: text(one.ComparisonOperator),
    threshold: one.Threshold ?? null,
    rule: null,
  };
}

function toCompositeAlarm(one: CompositeAlarm): AlarmFields | null {
  const common = toFields(one);
  return common === null
    ? null
    : {
        ...common,
        ...{ kind: 'composite', metrics: [], comparison: null, threshold: null },
        rule: text(one.AlarmRule),
      };
}

function toMetric(metric: Metric | undefined): AlarmFields['metrics'] {
  const { Namespace, MetricName, Dimensions = [] } = metric ?? {};
  if (Namespace === undefined || MetricName === undefined) return [];
  const dimensions = Dimensions.map(({ Name = '' }) => Name).sort();
  return [{ namespace: Namespace, name: MetricName, dimensions }];
}

function toFields(one: MetricAlarm | CompositeAlarm) {
  if (one.AlarmArn === undefined || one.AlarmName === undefined) return null;
  return {
    arn: one.AlarmArn,
    name: one.AlarmName,
    actionsEnabled: one.ActionsEnabled ?? true,
    alarmActions: (one.AlarmActions ?? []).toSorted(),
    okActions: (one.OKActions ?? []).toSorted(),
    insufficientDataActions: (one.InsufficientDataActions ?? []).toSorted(),
  };
}
