import { describe, expect, it } from '@jest/globals';
import { type Answers, documentedAws, sdkError } from '../../../../../test/controls/proof.js';
import { type Reader, type Want } from '../reader.js';
import { accountTrailsReader } from './account-trails.js';
import { trailReader } from './trail.js';

const place = { partition: 'aws', accountId: '123456789012', region: 'eu-west-1' };
const ARN = 'arn:aws:cloudtrail:eu-west-1:123456789012:trail/all';
const denied = sdkError('AccessDeniedException');

const described = (changed: object = {}) => ({
  ...{ Name: 'all', TrailARN: ARN, HomeRegion: 'eu-west-1', IsMultiRegionTrail: true, S3BucketName: 'logs' },
  CloudWatchLogsLogGroupArn: 'arn:aws:logs:eu-west-1:123456789012:log-group:trail:*',
  ...changed,
});
const asked = { getTrailStatus: { IsLogging: true }, getEventSelectors: { TrailARN: ARN } };

/** Anything that is not answered fails the test: no call too many. */
async function list(reader: Reader, answers: Answers, want: Want = null): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const { configurations } of reader.list(documentedAws(answers), place, want))
    found.push(...configurations);
  return found;
}

describe('trailReader', () => {
  it('makes one call where there is no trail, and asks for none of other regions', async () => {
    const describeTrails = ({ includeShadowTrails }: { includeShadowTrails: boolean }) => {
      expect(includeShadowTrails).toBe(false);
      return { trailList: [] };
    };
    expect(await list(trailReader, { cloudtrail: { describeTrails } })).toEqual([]);
  });

  it('does not ask about the bucket where no control of the scan needs it', async () => {
    const cloudtrail = {
      describeTrails: { trailList: [described()] },
      listTags: { ResourceTagList: [{ ResourceId: ARN, TagsList: [{ Key: 'team', Value: 'sec' }] }] },
    };
    expect(await list(trailReader, { cloudtrail }, new Set(['tags']))).toMatchObject([
      {
        arn: ARN,
        tags: { team: 'sec' },
        status: { noEvidence: 'not_read' },
        logBucket: { noEvidence: 'not_read' },
      },
    ]);
  });

  it('has no evidence of a bucket of another account, and null for one that is gone', async () => {
    const read = (getBucketLocation: Error) =>
      list(trailReader, {
        cloudtrail: { describeTrails: { trailList: [described()] }, ...asked, listTags: denied },
        s3: { getBucketLocation },
      });
    expect(await read(sdkError('AccessDenied', 403))).toMatchObject([
      { logBucket: { noEvidence: 'denied' }, tags: { noEvidence: 'denied' } },
    ]);
    expect(await read(sdkError('NoSuchBucket', 404))).toMatchObject([{ logBucket: null }]);
  });

  it('leaves out a trail that is gone since it was listed', async () => {
    const gone = { ...asked, getTrailStatus: sdkError('TrailNotFoundException') };
    const cloudtrail = {
      describeTrails: { trailList: [described()] },
      ...gone,
      listTags: { ResourceTagList: [] },
    };
    expect(await list(trailReader, { cloudtrail })).toEqual([]);
    const none = documentedAws({ cloudtrail: { describeTrails: { trailList: [] } } });
    expect(await trailReader.describe(none, { arn: ARN, name: 'all', region: 'eu-west-1' })).toBeNull();
  });
});

describe('accountTrailsReader', () => {
  it('makes one call for an account without trails, and still finds the account', async () => {
    const found = await list(accountTrailsReader, { cloudtrail: { describeTrails: { trailList: [] } } });
    expect(found).toEqual([{ trails: [], watchedLogGroups: [] }]);
    expect(accountTrailsReader.type.arn(found[0], place)).toBe('arn:aws:cloudtrail::123456789012:trails');
  });

  it('takes trails of all regions alone', async () => {
    const trailList = [described({ IsMultiRegionTrail: false })];
    expect(await list(accountTrailsReader, { cloudtrail: { describeTrails: { trailList } } })).toEqual([
      { trails: [], watchedLogGroups: [] },
    ]);
  });

  it("cannot look at the log group of an organization's trail, which is another account's", async () => {
    const trailList = [
      described({
        IsOrganizationTrail: true,
        CloudWatchLogsLogGroupArn: 'arn:aws:logs:eu-west-1:210987654321:log-group:trail:*',
      }),
    ];
    const [account] = await list(accountTrailsReader, {
      cloudtrail: { describeTrails: { trailList }, ...asked },
    });
    expect(account).toMatchObject({
      trails: [{ organization: true, status: { isLogging: true } }],
      watchedLogGroups: [{ filters: { code: 'OtherAccount' }, alarms: { code: 'OtherAccount' } }],
    });
  });

  it('follows filters to alarms, topics and subscriptions, and asks only about alarms on the metrics', async () => {
    const topic = 'arn:aws:sns:eu-west-1:123456789012:alarms';
    const alarm = (name: string, MetricName: string, AlarmActions: string[]) => ({
      ...{ AlarmArn: `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${name}`, AlarmName: name },
      ...{ Namespace: 'CloudTrail', MetricName, AlarmActions },
    });
    const transformation = { metricNamespace: 'CloudTrail', metricName: 'root', metricValue: '1' };
    const [account] = await list(accountTrailsReader, {
      cloudtrail: { describeTrails: { trailList: [described()] }, ...asked },
      logs: {
        describeMetricFilters: ({ logGroupName }: { logGroupName: string }) => ({
          metricFilters: [{ filterName: 'root', logGroupName, metricTransformations: [transformation] }],
        }),
      },
      cloudwatch: {
        describeAlarms: {
          MetricAlarms: [
            alarm('root', 'root', [topic, 'arn:aws:lambda:eu-west-1:123456789012:function:f']),
            alarm('other', 'cpu', ['arn:aws:sns:eu-west-1:123456789012:other']),
          ],
        },
      },
      sns: { listSubscriptionsByTopic: sdkError('AuthorizationError', 403) },
    });
    expect(account).toMatchObject({
      watchedLogGroups: [
        {
          filters: [{ name: 'root', logGroupName: 'trail' }],
          alarms: [{ name: 'root' }],
          topics: [{ arn: topic, confirmed: { noEvidence: 'denied' } }],
        },
      ],
    });
  });

  it('has no evidence where filters or alarms are denied', async () => {
    const read = (logs: object) =>
      list(accountTrailsReader, {
        cloudtrail: { describeTrails: { trailList: [described()] }, ...asked },
        logs: { describeMetricFilters: logs },
        cloudwatch: { describeAlarms: denied },
      });
    expect(await read(denied)).toMatchObject([{ watchedLogGroups: [{ filters: { noEvidence: 'denied' } }] }]);
    const metricFilters = [{ filterName: 'root', logGroupName: 'trail', metricTransformations: [] }];
    expect(await read({ metricFilters })).toMatchObject([
      { watchedLogGroups: [{ alarms: { noEvidence: 'denied' }, topics: [] }] },
    ]);
  });
});
