import { describe, expect, it } from '@jest/globals';
import { context, cpu, daysAgo, denied, instance } from '../../../../../../test/support/scanning-examples.js';
import { type Thresholds } from '../../control.js';
import { type Ec2Instance } from '../../resources/ec2/instance.js';
import { instanceIdle } from './instance-idle.js';

const decide = (changed: Partial<Ec2Instance>, moved: Partial<Thresholds> = {}) =>
  instanceIdle.evaluate(instance(changed), context(moved));

describe('ec2_instance_idle', () => {
  it('passes a busy instance and one that does not run', () => {
    expect(decide({ cpu: cpu(40) }).verdict).toBe('pass');
    expect(decide({ state: 'stopped', cpu: null }).verdict).toBe('pass');
  });

  it('fails one below the limit, and saves its compute', () => {
    const decision = decide({ cpu: cpu(1.234) });
    // t3.large in eu-west-1: 0.0912 x 730
    expect(decision).toMatchObject({ verdict: 'fail', estimatedMonthlySavingsUsd: 66.58 });
    expect(decision.evidence).toMatchObject({ averagePercent: 1.23, datapoints: 15, thresholdPercent: 5 });
  });

  it('passes at exactly the limit', () => {
    expect(decide({ cpu: cpu(5) }).verdict).toBe('pass');
    expect(decide({ cpu: cpu(4.999) }).verdict).toBe('fail');
  });

  it('lets a new instance be: at exactly N days it is judged', () => {
    expect(decide({ cpu: cpu(1), launchTime: daysAgo(13.99) }).verdict).toBe('pass');
    expect(decide({ cpu: cpu(1), launchTime: daysAgo(14) }).verdict).toBe('fail');
    expect(decide({ cpu: cpu(1, 1), launchTime: daysAgo(0) }, { idleInstanceDays: 0 }).verdict).toBe('fail');
  });

  it('looks at the last N days only', () => {
    const daily = cpu(60).daily.map((day, i) => (i < 11 ? day : { ...day, averagePercent: 1 }));
    const thenIdle = { ...cpu(60), daily };
    expect(decide({ cpu: thenIdle }, { idleInstanceDays: 3 }).verdict).toBe('fail');
    expect(decide({ cpu: thenIdle }, { idleInstanceDays: 14 }).verdict).toBe('pass');
  });

  it.each([
    ['CloudWatch has nothing', { cpu: null }, {}],
    ['most days are missing', { cpu: cpu(1, 6) }, {}],
    ['the threshold reaches further back than is read', { cpu: cpu(1) }, { idleInstanceDays: 30 }],
    ['CloudWatch was denied', { cpu: denied }, {}],
  ] satisfies [string, Partial<Ec2Instance>, Partial<Thresholds>][])(
    'has no evidence where %s',
    (_why, changed, moved) => {
      expect(decide(changed, moved).verdict).toBe('no_evidence');
    },
  );

  it.each([
    { platformDetails: 'Windows' },
    { platformDetails: null },
    { lifecycle: 'spot' },
    { tenancy: 'dedicated' },
    { type: 'x99.large' },
  ])('knows no price of %p', (changed) => {
    expect(decide({ cpu: cpu(1), ...changed })).toMatchObject({
      verdict: 'fail',
      estimatedMonthlySavingsUsd: null,
    });
  });
});
