import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { CloudWatchPoint } from './cloudwatch-metrics.js';
import { emfLines } from './emf.js';

const options = {
  namespace: 'PatchingAutomation/Microservices',
  environment: 'dev',
  service: 'compliance-shepherd',
};
const at = new Date('2026-11-22T00:00:00Z');
const point = (name: string, more: Partial<CloudWatchPoint> = {}): CloudWatchPoint => ({
  ...{ name, unit: 'Count', labels: { Environment: 'dev', Service: 'scheduler' }, isSum: true, values: [1] },
  ...more,
});

describe('lines for CloudWatch', () => {
  it('hold a metric as the embedded metric format wants it', () => {
    expect(emfLines([point('SchedulesCreated', { values: [3] })], options, at)).toEqual([
      {
        _aws: {
          Timestamp: at.getTime(),
          CloudWatchMetrics: [
            {
              Namespace: 'PatchingAutomation/Microservices',
              Dimensions: [['Environment', 'Service']],
              Metrics: [{ Name: 'SchedulesCreated', Unit: 'Count' }],
            },
          ],
        },
        ...{ Environment: 'dev', Service: 'scheduler', SchedulesCreated: 3 },
      },
    ]);
  });

  it('share one where the dimensions are the same, and no other', () => {
    const other = { labels: { Environment: 'dev', Service: 'notifications' } };
    const lines = emfLines([point('A'), point('B'), point('C', other)], options, at);
    expect(lines.map((line) => Object.keys(line))).toEqual([
      ['_aws', 'Environment', 'Service', 'A', 'B'],
      ['_aws', 'Environment', 'Service', 'C'],
    ]);
  });

  it('tell failures by type, and all of a service, which an alarm could not add up', () => {
    const labels = { Environment: 'dev', Service: 'compliance-scanner', FailureType: 'AccessDenied' };
    const [line] = emfLines([point('Failures', { labels })], options, at);
    expect(line?._aws.CloudWatchMetrics[0]?.Dimensions).toEqual([
      ['Environment', 'Service', 'FailureType'],
      ['Environment', 'Service'],
    ]);
    // a figure of one severity is none of all
    const figure = { labels: { Environment: 'dev', Service: 's', Severity: 'high' }, isSum: false };
    const [other] = emfLines([point('FindingsBySeverity', figure)], options, at);
    expect(other?._aws.CloudWatchMetrics[0]?.Dimensions).toEqual([['Environment', 'Service', 'Severity']]);
  });

  it('give what says no environment and no service those of the process, and leave out a dimension without a value', () => {
    const [line] = emfLines([point('JobsPending', { labels: {}, isSum: false })], options, at);
    expect(line).toMatchObject({ Environment: 'dev', Service: 'compliance-shepherd', JobsPending: 1 });
    const [bare] = emfLines([point('X', { labels: { FailureType: '' } })], options, at);
    expect(bare?._aws.CloudWatchMetrics[0]?.Dimensions).toEqual([['Environment', 'Service']]);
  });

  it('keep within 100 metrics a line and 100 values a metric, and lose none', () => {
    const many = Array.from({ length: 250 }, (_, index) => point(`M${index}`));
    const values = Array.from({ length: 250 }, (_, index) => index);
    const lines = emfLines([...many, point('Seconds', { values, isSum: false })], options, at);
    const told = new Map<string, number>();
    for (const line of lines) {
      const metrics = line._aws.CloudWatchMetrics[0]?.Metrics ?? [];
      expect(metrics.length).toBeLessThanOrEqual(100);
      for (const { Name } of metrics) {
        const given = z.union([z.number(), z.array(z.number()).min(1).max(100)]).parse(line[Name]);
        told.set(Name, (told.get(Name) ?? 0) + [given].flat().length);
      }
    }
    expect(told.size).toBe(251);
    expect(told.get('Seconds')).toBe(250);
  });
});
