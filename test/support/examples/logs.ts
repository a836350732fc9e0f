import { type LogGroup } from '../../../src/modules/scanning/domain/resources/logs/log-group.js';
import { type MetricFilter } from '../../../src/modules/scanning/domain/resources/logs/metric-filter.js';
import { daysAgo } from '../scanning-examples.js';

export const logGroupExample = (changed: Partial<LogGroup> = {}): LogGroup => ({
  name: '/aws/lambda/orders',
  arn: 'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/orders',
  retentionDays: 365,
  kmsKeyId: null,
  logClass: 'STANDARD',
  storedBytes: 0,
  createdAt: daysAgo(400),
  tags: {},
  ...changed,
});

export const metricFilterExample = (changed: Partial<MetricFilter> = {}): MetricFilter => ({
  name: 'changes',
  logGroupName: 'trail',
  pattern: '{ $.eventName = StopLogging }',
  metrics: [{ namespace: 'CloudTrail', name: 'changes', value: '1', dimensions: [] }],
  createdAt: daysAgo(400),
  ...changed,
});
