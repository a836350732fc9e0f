import { describe, expect, it } from '@jest/globals';
import { type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { type Aws } from '../../../../platform/aws/index.js';
import { volumesOfInstances } from './attached-volumes.js';
import { cpuOfInstances } from './cpu.js';

const now = new Date('2026-03-01T12:34:56Z');
const ids = (count: number) => Array.from({ length: count }, (_, i) => `i-${i}`);
const denial = Object.assign(new Error('no'), { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });

interface MetricRequest {
  StartTime: Date;
  EndTime: Date;
  MetricDataQueries: MetricDataQuery[];
  NextToken?: string;
}

/** CloudWatch in its documented shape; the emulator has no pages and no failed metrics. */
const cloudwatch = (answer: (request: MetricRequest) => unknown): Aws =>
  ({
    cloudwatch: async () => ({ getMetricData: async (request: MetricRequest) => answer(request) }),
  }) as unknown as Aws;

describe('cpuOfInstances', () => {
  it('asks 500 instances at once, for whole UTC days', async () => {
    const requests: MetricRequest[] = [];
    const aws = cloudwatch((request) => {
      requests.push(request);
      return {
        MetricDataResults: request.MetricDataQueries.map(({ Id }) => ({
          Id,
          Timestamps: [new Date('2026-02-28')],
          Values: [3],
        })),
      };
    });
    const cpu = await cpuOfInstances(aws, ids(501), now);
    expect(requests.map((request) => request.MetricDataQueries.length)).toEqual([500, 1]);
    expect(requests[0]).toMatchObject({ StartTime: new Date('2026-02-15'), EndTime: new Date('2026-03-02') });
    expect(cpu.size).toBe(501);
    expect(cpu.get('i-500')).toEqual({
      averagePercent: 3,
      days: 14,
      datapoints: 1,
      daily: [{ day: '2026-02-28', averagePercent: 3 }],
    });
  });

  it('joins the pages of one metric, oldest day first', async () => {
    const aws = cloudwatch(({ NextToken }) => ({
      MetricDataResults: [
        {
          Id: 'm0',
          Timestamps: [new Date(NextToken ? '2026-02-20' : '2026-02-21')],
          Values: [NextToken ? 1 : 5],
        },
      ],
      NextToken: NextToken ? undefined : 'more',
    }));
    expect((await cpuOfInstances(aws, ['i-0'], now)).get('i-0')).toMatchObject({
      averagePercent: 3,
      daily: [{ day: '2026-02-20' }, { day: '2026-02-21' }],
    });
  });

  it('is null without values, and no evidence where a metric or the call is refused', async () => {
    const aws = cloudwatch(() => ({
      MetricDataResults: [
        { Id: 'm0', Values: [] },
        { Id: 'm1', StatusCode: 'Forbidden' },
      ],
    }));
    const cpu = await cpuOfInstances(aws, ['i-0', 'i-1', 'i-2'], now);
    expect([...cpu.values()]).toMatchObject([null, { noEvidence: 'denied' }, null]);
    const refused = await cpuOfInstances(
      cloudwatch(() => Promise.reject(denial)),
      ['i-0'],
      now,
    );
    expect(refused.get('i-0')).toMatchObject({ noEvidence: 'denied', code: 'AccessDenied' });
  });

  it('asks nothing about no instance', async () => {
    const aws = cloudwatch(() => Promise.reject(new Error('asked')));
    expect((await cpuOfInstances(aws, [], now)).size).toBe(0);
  });
});

describe('volumesOfInstances', () => {
  it('asks for the volumes of 200 instances at once, and gives each its own', async () => {
    const filters: number[] = [];
    const describeVolumes = async ({ Filters }: { Filters: { Values: string[] }[] }) => {
      const [filter] = Filters;
      filters.push(filter?.Values.length ?? 0);
      return {
        Volumes: (filter?.Values ?? []).map((InstanceId) => ({
          VolumeId: `vol-${InstanceId}`,
          Size: 8,
          VolumeType: 'gp3',
          Attachments: [{ InstanceId }],
        })),
      };
    };
    const aws = { ec2: async () => ({ describeVolumes }) } as unknown as Aws;
    const volumes = await volumesOfInstances(aws, ids(201));
    expect(filters).toEqual([200, 1]);
    expect(volumes.get('i-200')).toEqual([
      { volumeId: 'vol-i-200', sizeGb: 8, volumeType: 'gp3', iops: null, throughput: null },
    ]);
  });

  it('has no evidence where the call is refused', async () => {
    const aws = { ec2: async () => ({ describeVolumes: () => Promise.reject(denial) }) } as unknown as Aws;
    expect((await volumesOfInstances(aws, ['i-0'])).get('i-0')).toMatchObject({ noEvidence: 'denied' });
  });
});
