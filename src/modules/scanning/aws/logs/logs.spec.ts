import { describe, expect, it } from '@jest/globals';
import { documentedAws, sdkError } from '../../../../../test/controls/proof.js';
import { logGroupReader } from './log-group.js';
import { metricFilterReader } from './metric-filter.js';

const group = (logGroupName: string) => ({
  logGroupName,
  arn: `arn:aws:logs:eu-west-1:123456789012:log-group:${logGroupName}:*`,
  creationTime: Date.parse('2026-01-01T00:00:00Z'),
});
const ref = (arn: string) => ({ arn, name: '', region: 'eu-west-1' });

describe('logGroupReader', () => {
  it('describes the group of that name, and none of those that begin alike', async () => {
    const aws = documentedAws({
      logs: {
        describeLogGroups: { logGroups: [group('/app/api'), group('/app/api-old')] },
        listTagsForResource: { tags: { team: 'app' } },
      },
    });
    expect(await logGroupReader.describe(aws, ref(group('/app/api').arn.slice(0, -2)))).toEqual({
      ...{ name: '/app/api', arn: 'arn:aws:logs:eu-west-1:123456789012:log-group:/app/api' },
      ...{ retentionDays: null, kmsKeyId: null, logClass: 'STANDARD', storedBytes: 0 },
      ...{ createdAt: '2026-01-01T00:00:00.000Z', tags: { team: 'app' } },
    });
    expect(
      await logGroupReader.describe(aws, ref('arn:aws:logs:eu-west-1:123456789012:log-group:/app')),
    ).toBeNull();
  });
});

describe('metricFilterReader', () => {
  const arn = 'arn:aws:logs:eu-west-1:123456789012:log-group:/app/api:metric-filter:errors';

  it('describes a filter by the name of its group and its own', async () => {
    const metricFilters = ['errors-old', 'errors'].map((filterName) => ({
      ...{ filterName, logGroupName: '/app/api', filterPattern: 'ERROR' },
      metricTransformations: [{ metricName: 'n', metricNamespace: 'app', metricValue: '1' }],
    }));
    const aws = documentedAws({ logs: { describeMetricFilters: { metricFilters } } });
    const found = await metricFilterReader.describe(aws, ref(arn));
    expect(found).toMatchObject({ name: 'errors', logGroupName: '/app/api' });
    const place = { partition: 'aws', accountId: '123456789012', region: 'eu-west-1' };
    expect(metricFilterReader.type.arn(found, place)).toBe(arn);
  });

  it('finds none where the group is gone', async () => {
    const aws = documentedAws({ logs: { describeMetricFilters: sdkError('ResourceNotFoundException') } });
    expect(await metricFilterReader.describe(aws, ref(arn))).toBeNull();
  });
});
