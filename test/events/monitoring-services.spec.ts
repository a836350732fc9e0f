import { describe, expect, it } from '@jest/globals';
import { AT, here, judgedFrom } from '../support/judged-events.js';
import { logGroupArn } from '../../src/modules/scanning/domain/resources/logs/log-group.js';
import { metricFilter } from '../../src/modules/scanning/domain/resources/logs/metric-filter.js';

const trails = 'arn:aws:cloudtrail::123456789012:trails';

describe('events of CloudWatch Logs', () => {
  const judged = judgedFrom('logs.amazonaws.com');
  const group = logGroupArn('/aws/app', AT);

  it.each([
    ['CreateLogGroup', { logGroupName: '/aws/app' }, 'created'],
    ['PutRetentionPolicy', { logGroupName: '/aws/app', retentionInDays: 7 }, 'changed'],
    ['AssociateKmsKey', { resourceIdentifier: `${group}:*`, kmsKeyId: 'k' }, 'changed'],
    ['PutSubscriptionFilter', { logGroupName: '/aws/app', filterName: 'f' }, 'changed'],
    ['PutDataProtectionPolicy', { logGroupIdentifier: `${group}:*` }, 'changed'],
    ['TagResource', { resourceArn: group }, 'changed'],
    ['DeleteLogGroup', { logGroupName: '/aws/app' }, 'deleted'],
  ])('%s: the log group, without what follows its name', (name, request, change) => {
    expect(judged(name, request).resources).toEqual([`${change} ${group}`]);
  });

  it('changes the group of a metric filter, and looks at the filter and the trails that it may watch', () => {
    const { resources, related } = judged('DeleteMetricFilter', {
      logGroupName: '/aws/app',
      filterName: 'f',
    });
    const filter = { name: 'f', logGroupName: '/aws/app', pattern: '', metrics: [], createdAt: null };
    expect(resources).toEqual([`changed ${group}`]);
    expect(related).toEqual([metricFilter.arn(filter, AT), trails]);
  });

  it.each(['CreateLogStream', 'PutLogEvents', 'StartQuery'])('%s changes no configuration', (name) => {
    expect(judged(name, { logGroupName: '/aws/app', logStreamName: 's' }).resources).toEqual([]);
  });
});

describe('events of CloudWatch', () => {
  const judged = judgedFrom('monitoring.amazonaws.com');
  const alarm = (name: string) => `${here('cloudwatch')}:alarm:${name}`;

  it('tells of each alarm of a list', () => {
    const { resources, related } = judged('DeleteAlarms', { alarmNames: ['a b', 'c'] });
    expect(resources).toEqual([`deleted ${alarm('a b')}`, `deleted ${alarm('c')}`]);
    expect(related).toEqual([trails]);
  });

  it.each([
    ['PutMetricAlarm', { alarmName: 'a' }],
    ['PutCompositeAlarm', { alarmName: 'a', alarmRule: 'ALARM(b)' }],
    ['DisableAlarmActions', { alarmNames: ['a'] }],
    ['TagResource', { resourceARN: alarm('a') }],
  ])('%s changes the alarm', (name, request) => {
    expect(judged(name, request).resources).toEqual([`changed ${alarm('a')}`]);
  });

  it('leaves the state alone, and dashboards', () => {
    expect(judged('SetAlarmState', { alarmName: 'a' }).resources).toEqual([]);
    expect(judged('PutDashboard', { dashboardName: 'd' })).toMatchObject({
      disposition: 'ignored',
      resources: ['changed arn:aws:cloudwatch::123456789012:dashboard/d'],
    });
  });
});
