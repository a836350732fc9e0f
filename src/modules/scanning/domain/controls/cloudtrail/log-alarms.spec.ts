import { describe, expect, it } from '@jest/globals';
import {
  accountTrailsExample,
  basicSelector,
  trailFieldsExample,
  trailStatus,
  watchedLogGroupExample,
} from '../../../../../../test/support/examples/cloudtrail.js';
import { alarmExample } from '../../../../../../test/support/examples/cloudwatch.js';
import { metricFilterExample } from '../../../../../../test/support/examples/logs.js';
import { context, denied } from '../../../../../../test/support/scanning-examples.js';
import { type AccountTrails, type WatchedLogGroup } from '../../resources/cloudtrail/account-trails.js';
import { recommendations } from './alarm-recommendations.js';
import { logAlarms } from './log-alarms.js';

const controlOf = (cis: string) => {
  const found = logAlarms.find(({ id }) => recommendations.some((one) => one.cis === cis && one.id === id));
  if (found === undefined) throw new Error(cis);
  return found;
};
const decide = (cis: string, changed: Partial<AccountTrails>) =>
  controlOf(cis).evaluate(accountTrailsExample(changed), context());
const withGroup = (cis: string, changed: Partial<WatchedLogGroup>) =>
  decide(cis, { watchedLogGroups: [watchedLogGroupExample(changed)] });
/** The whole chain with these patterns, each in a filter on the same metric. */
const withPatterns = (cis: string, ...patterns: string[]) =>
  withGroup(cis, { filters: patterns.map((pattern) => metricFilterExample({ pattern })) });

const STOPPED =
  '{ ($.eventName = StopLogging) || ($.eventName = DeleteTrail) || ($.eventName = UpdateTrail) }';
const TRAIL = '{ $.eventSource = "cloudtrail.amazonaws.com" }';

describe.each(recommendations)('CIS $cis ($id)', ({ cis, pattern }) => {
  it('passes with the filter that its remediation names, which CloudWatch would take', () => {
    expect(withPatterns(cis, pattern)).toMatchObject({ verdict: 'pass' });
    expect(pattern.length).toBeLessThanOrEqual(1024);
  });

  it('fails with the filters of all the others, without a filter, and without a trail', () => {
    const others = recommendations.filter((one) => one.cis !== cis).map((one) => one.pattern);
    expect(withPatterns(cis, ...others)).toMatchObject({ verdict: 'fail' });
    expect(withGroup(cis, { filters: [] }).verdict).toBe('fail');
    expect(decide(cis, { trails: [] }).verdict).toBe('fail');
  });

  it('fails with a filter that matches everything', () => {
    expect(withPatterns(cis, '').verdict).toBe('fail');
    expect(withPatterns(cis, '{ $.eventName = "*" }').verdict).toBe('fail');
  });
});

describe('a filter', () => {
  it('is judged by what it matches, however it is written', () => {
    expect(withPatterns('4.5', TRAIL).verdict).toBe('pass');
    expect(withPatterns('4.7', '{($.eventName=%^DisableKey|^ScheduleKey%)}').verdict).toBe('pass');
    expect(withPatterns('4.7', '{ ($.eventName = "Disable*") || ($.eventName = "Schedule*") }').verdict).toBe(
      'pass',
    );
    expect(
      withPatterns('4.2', '{ $.eventName = ConsoleLogin && $.additionalEventData.MFAUsed = No }').verdict,
    ).toBe('pass');
  });

  it('has to match all of the events, and others may match the rest', () => {
    expect(withPatterns('4.5', STOPPED)).toMatchObject({
      verdict: 'fail',
      evidence: { multiRegionTrails: [{ missed: ['CreateTrail', 'StartLogging'] }] },
    });
    const rest = '{ $.eventName = "CreateTrail" || $.eventName = "StartLogging" }';
    expect(withPatterns('4.5', STOPPED, rest).verdict).toBe('pass');
  });

  it('without wildcards misses the codes that AWS really gives', () => {
    const pattern = '{ ($.errorCode = "UnauthorizedOperation") || ($.errorCode = "AccessDenied") }';
    expect(withPatterns('4.1', pattern)).toMatchObject({
      verdict: 'fail',
      evidence: {
        multiRegionTrails: [{ missed: ['Client.UnauthorizedOperation', 'AccessDeniedException'] }],
      },
    });
  });

  it('for some users alone is not enough', () => {
    const pattern = '{ $.eventSource = cloudtrail.amazonaws.com && $.userIdentity.type = IAMUser }';
    expect(withPatterns('4.5', pattern).verdict).toBe('fail');
  });

  it('that may match or not decides nothing', () => {
    const pattern = '{ $.eventSource = cloudtrail.amazonaws.com && $.errorCode != AccessDenied }';
    expect(withPatterns('4.5', pattern)).toMatchObject({
      verdict: 'no_evidence',
      evidence: { reason: 'AWS does not document whether the filter matches' },
    });
  });
});

describe('the chain from an event to somebody', () => {
  const filters = [metricFilterExample({ pattern: TRAIL })];
  const alarm = (changed: Parameters<typeof alarmExample>[0]) => ({
    filters,
    alarms: [alarmExample(changed)],
  });
  const topic = (confirmed: WatchedLogGroup['topics'][number]['confirmed']) => ({
    filters,
    topics: [{ arn: 'arn:aws:sns:eu-west-1:123456789012:alarms', confirmed }],
  });
  const metric = { namespace: 'CloudTrail', name: 'changes', dimensions: [] };

  it('is whole', () => {
    expect(withGroup('4.5', { filters })).toMatchObject({
      verdict: 'pass',
      evidence: { watchedBy: [{ links: [{ filter: 'changes', alarms: ['changes'], told: true }] }] },
    });
  });

  it.each<[string, Partial<WatchedLogGroup>, string]>([
    ['no alarm', { filters, alarms: [] }, 'no alarm watches its metric'],
    [
      'an alarm on another metric',
      alarm({ metrics: [{ ...metric, name: 'x' }] }),
      'no alarm watches its metric',
    ],
    [
      'an alarm on the metric of another namespace',
      alarm({ metrics: [{ ...metric, namespace: 'Other' }] }),
      'no alarm watches its metric',
    ],
    [
      'an alarm on a dimension of it',
      alarm({ metrics: [{ ...metric, dimensions: ['user'] }] }),
      'no alarm watches its metric',
    ],
    [
      'a metric that a match adds 0 to',
      { filters: [metricFilterExample({ pattern: TRAIL, metrics: [{ ...metric, value: '0' }] })] },
      'no alarm watches its metric',
    ],
    ['actions off', alarm({ actionsEnabled: false }), 'the actions of its alarms are switched off'],
    ['no action', alarm({ alarmActions: [] }), 'its alarms send to no SNS topic'],
    ['no subscriber', topic(false), 'nobody has confirmed a subscription of the SNS topic'],
  ])('breaks with %s', (_what, group, broken) => {
    expect(withGroup('4.5', group)).toMatchObject({
      verdict: 'fail',
      evidence: { multiRegionTrails: [{ links: [{ broken }] }] },
    });
  });

  it.each<[string, Partial<WatchedLogGroup>]>([
    ['filters', { filters: denied, alarms: denied, topics: [] }],
    ['alarms', { filters, alarms: denied }],
    ['subscriptions', topic(denied)],
  ])('is not known where the %s are denied', (_what, group) => {
    expect(withGroup('4.5', group)).toMatchObject({
      verdict: 'no_evidence',
      evidence: { code: denied.code },
    });
  });

  it('needs a trail that logs and records all management events', () => {
    const watchedLogGroups = [watchedLogGroupExample({ filters })];
    const by = (trail: Parameters<typeof trailFieldsExample>[0]) =>
      decide('4.5', { trails: [trailFieldsExample(trail)], watchedLogGroups }).verdict;
    expect(by({ status: trailStatus({ isLogging: false }) })).toBe('fail');
    expect(by({ selectors: { basic: [basicSelector({ readWriteType: 'ReadOnly' })], advanced: [] } })).toBe(
      'fail',
    );
    expect(by({ logGroupArn: null })).toBe('fail');
    expect(by({ status: denied })).toBe('no_evidence');
  });

  it('misses the events of a service that the trail leaves out', () => {
    const selectors = { basic: [basicSelector({ excludedSources: ['kms.amazonaws.com'] })], advanced: [] };
    const decideOn = (cis: string, pattern: string) =>
      decide(cis, {
        trails: [trailFieldsExample({ selectors })],
        watchedLogGroups: [watchedLogGroupExample({ filters: [metricFilterExample({ pattern })] })],
      }).verdict;
    expect(decideOn('4.7', '{ $.eventSource = kms.amazonaws.com }')).toBe('fail');
    expect(decideOn('4.5', TRAIL)).toBe('pass');
  });

  it('is enough for one of several trails', () => {
    const second = trailFieldsExample({
      arn: 'arn:aws:cloudtrail:eu-west-1:123456789012:trail/b',
      logGroupArn: null,
    });
    const trails = [second, trailFieldsExample()];
    expect(decide('4.5', { trails, watchedLogGroups: [watchedLogGroupExample({ filters })] }).verdict).toBe(
      'pass',
    );
  });
});
