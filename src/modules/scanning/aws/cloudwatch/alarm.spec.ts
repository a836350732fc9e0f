import { describe, expect, it } from '@jest/globals';
import { documentedAws, sdkError } from '../../../../../test/controls/proof.js';
import { alarmReader } from './alarm.js';

const place = { partition: 'aws', accountId: '123456789012', region: 'eu-west-1' };
const arn = (name: string) => `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${name}`;

describe('alarmReader', () => {
  it('reads both kinds, page by page, with the metrics within a formula', async () => {
    const metric = (name: string) => ({
      MetricStat: {
        Metric: { Namespace: 'app', MetricName: name, Dimensions: [{ Name: 'z' }, { Name: 'a' }] },
      },
    });
    const aws = documentedAws({
      cloudwatch: {
        describeAlarms: ({ NextToken, AlarmTypes }: { NextToken?: string; AlarmTypes: string[] }) => {
          expect(AlarmTypes).toEqual(['MetricAlarm', 'CompositeAlarm']);
          return NextToken === undefined
            ? {
                MetricAlarms: [
                  {
                    AlarmArn: arn('rate'),
                    AlarmName: 'rate',
                    Metrics: [metric('b'), { Expression: 'x/y' }, metric('a')],
                  },
                ],
                NextToken: 'more',
              }
            : { CompositeAlarms: [{ AlarmArn: arn('any'), AlarmName: 'any', AlarmRule: 'ALARM(rate)' }] };
        },
        listTagsForResource: sdkError('AccessDenied', 403),
      },
    });
    const found: unknown[] = [];
    for await (const { configurations } of alarmReader.list(aws, place)) found.push(...configurations);
    expect(found).toMatchObject([
      {
        kind: 'metric',
        metrics: [
          { namespace: 'app', name: 'a', dimensions: ['a', 'z'] },
          { namespace: 'app', name: 'b', dimensions: ['a', 'z'] },
        ],
        actionsEnabled: true,
        tags: { noEvidence: 'denied' },
      },
      { kind: 'composite', metrics: [], rule: 'ALARM(rate)' },
    ]);
  });

  it('describes none where there is no alarm of that name', async () => {
    const aws = documentedAws({ cloudwatch: { describeAlarms: { MetricAlarms: [], CompositeAlarms: [] } } });
    expect(await alarmReader.describe(aws, { arn: arn('x'), name: 'x', region: 'eu-west-1' })).toBeNull();
  });
});
