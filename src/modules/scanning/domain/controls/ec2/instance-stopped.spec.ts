import { describe, expect, it } from '@jest/globals';
import { context, daysAgo, denied, instance } from '../../../../../../test/support/scanning-examples.js';
import { type Ec2Instance } from '../../resources/ec2/instance.js';
import { instanceStopped, stoppedAt } from './instance-stopped.js';

/** `User initiated (2026-01-30 12:00:00 GMT)` */
const reason = (days: number): string =>
  `User initiated (${daysAgo(days).slice(0, 19).replace('T', ' ')} GMT)`;

const volumes: Ec2Instance['attachedVolumes'] = [
  { volumeId: 'vol-1', sizeGb: 100, volumeType: 'gp3', iops: 3000, throughput: 125 },
  { volumeId: 'vol-2', sizeGb: 50, volumeType: 'gp2', iops: 150, throughput: null },
];

const stopped = (changed: Partial<Ec2Instance>) =>
  instance({ state: 'stopped', cpu: null, attachedVolumes: volumes, ...changed });

const decide = (changed: Partial<Ec2Instance>, days = 30) =>
  instanceStopped.evaluate(stopped(changed), context({ stoppedInstanceDays: days }));

describe('ec2_instance_stopped', () => {
  it('passes what is not stopped', () => {
    expect(instanceStopped.evaluate(instance(), context()).verdict).toBe('pass');
  });

  it('fails an instance stopped for longer, and saves its volumes', () => {
    const decision = decide({ stateTransitionReason: reason(31) });
    expect(decision).toMatchObject({ verdict: 'fail', estimatedMonthlySavingsUsd: 14.3, risk: 'low' });
    expect(decision.evidence).toMatchObject({
      stoppedSince: daysAgo(31),
      thresholdDays: 30,
      price: { source: 'https://aws.amazon.com/ebs/pricing/', asOf: '2023-02-20' },
    });
  });

  it('counts "for N days or more": at exactly N days it fails, a second earlier it passes', () => {
    expect(decide({ stateTransitionReason: reason(30) }).verdict).toBe('fail');
    expect(decide({ stateTransitionReason: reason(30 - 1 / 86_400) }).verdict).toBe('pass');
    expect(decide({ stateTransitionReason: reason(0) }, 0).verdict).toBe('fail');
  });

  it('takes a date ahead of our clock for now', () => {
    expect(decide({ stateTransitionReason: reason(-3) }).verdict).toBe('pass');
    expect(decide({ stateTransitionReason: reason(-3) }, 0).verdict).toBe('fail');
  });

  it.each([null, 'Server.ScheduledStop', 'User initiated (2026-13-45 99:00:00 GMT)'])(
    'has no evidence of the time in the reason %p, unless the last start is recent',
    (stateTransitionReason) => {
      expect(stoppedAt(stateTransitionReason)).toBeNull();
      expect(decide({ stateTransitionReason, launchTime: daysAgo(100) }).verdict).toBe('no_evidence');
      expect(decide({ stateTransitionReason, launchTime: null }).verdict).toBe('no_evidence');
      expect(decide({ stateTransitionReason, launchTime: daysAgo(29) }).verdict).toBe('pass');
    },
  );

  it('reads the emulator’s UTC as well as AWS’s GMT', () => {
    expect(stoppedAt('User initiated (2024-01-15 10:30:00 UTC)')).toBe('2024-01-15T10:30:00.000Z');
  });

  it.each([
    ['its volumes could not be read', denied],
    [
      'one of its volumes has no known price',
      [{ volumeId: 'v', sizeGb: 1, volumeType: 'new', iops: null, throughput: null }],
    ],
  ] satisfies [string, Ec2Instance['attachedVolumes']][])(
    'knows no saving where %s',
    (_why, attachedVolumes) => {
      const decision = decide({ stateTransitionReason: reason(31), attachedVolumes });
      expect(decision).toMatchObject({ verdict: 'fail', estimatedMonthlySavingsUsd: null });
    },
  );

  it('has its volumes read by a scan of it alone, and stands without them', () => {
    expect(instanceStopped.needs).toEqual(['attachedVolumes']);
    expect(decide({ stateTransitionReason: reason(31), attachedVolumes: denied }).verdict).toBe('fail');
  });

  it('saves a known nothing where no volume is left', () => {
    expect(
      decide({ stateTransitionReason: reason(31), attachedVolumes: [] }).estimatedMonthlySavingsUsd,
    ).toBe(0);
  });
});
