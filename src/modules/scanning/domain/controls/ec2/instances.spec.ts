import { describe, expect, it } from '@jest/globals';
import { context, daysAgo, instance } from '../../../../../../test/support/scanning-examples.js';
import { type Control } from '../../control.js';
import { type Ec2Instance } from '../../resources/ec2/instance.js';
import { instanceMonitoring } from './instance-monitoring.js';
import { instanceOlder } from './instance-older.js';
import { instanceParavirtual } from './instance-paravirtual.js';
import { instanceProfileAttached } from './instance-profile-attached.js';
import { instancePublicIp } from './instance-public-ip.js';
import { instanceSingleInterface } from './instance-single-interface.js';

const decide = (control: Control, changed: Partial<Ec2Instance>) =>
  control.evaluate(instance(changed), context());

const eni = (id: string, changed: Partial<Ec2Instance['networkInterfaces'][number]> = {}) => ({
  ...{ id, kind: 'interface', subnetId: 'subnet-1', publicIps: [] },
  ...changed,
});

describe('ec2_instance_profile_attached', () => {
  it('passes with a profile and fails without one', () => {
    const instanceProfileArn = 'arn:aws:iam::123456789012:instance-profile/web';
    expect(decide(instanceProfileAttached, { instanceProfileArn }).verdict).toBe('pass');
    expect(decide(instanceProfileAttached, { instanceProfileArn: null }).verdict).toBe('fail');
  });
});

describe('ec2_instance_public_ip', () => {
  it('passes without a public address', () => {
    expect(decide(instancePublicIp, {}).verdict).toBe('pass');
  });

  it('fails with one, shown once', () => {
    const publicIps = ['203.0.113.1'];
    expect(
      decide(instancePublicIp, { publicIp: '203.0.113.1', networkInterfaces: [eni('eni-1', { publicIps })] }),
    ).toMatchObject({ verdict: 'fail', evidence: { publicIps } });
  });

  it('fails where only a second interface has one', () => {
    const networkInterfaces = [eni('eni-1'), eni('eni-2', { publicIps: ['203.0.113.9'] })];
    expect(decide(instancePublicIp, { publicIp: null, networkInterfaces })).toMatchObject({
      verdict: 'fail',
      evidence: { publicIps: ['203.0.113.9'] },
    });
  });
});

describe('ec2_instance_older_than_specific_days', () => {
  it('counts 180 days or more from the last start', () => {
    expect(decide(instanceOlder, { launchTime: daysAgo(180) }).verdict).toBe('fail');
    expect(decide(instanceOlder, { launchTime: daysAgo(179.99) }).verdict).toBe('pass');
  });

  it('counts the days that the tenant set', () => {
    const settings = { [instanceOlder.id]: { parameters: { maxAgeDays: 30 } } };
    const decision = instanceOlder.evaluate(instance({ launchTime: daysAgo(31) }), {
      ...context(),
      settings,
    });
    expect(decision).toMatchObject({ verdict: 'fail', evidence: { maxAgeDays: 30 } });
  });

  it('does not apply to what is stopped, and has no evidence without a launch time', () => {
    expect(decide(instanceOlder, { state: 'stopped', launchTime: daysAgo(400) }).verdict).toBe(
      'not_applicable',
    );
    expect(decide(instanceOlder, { launchTime: null }).verdict).toBe('no_evidence');
  });
});

describe('ec2_instance_detailed_monitoring_enabled', () => {
  it.each([
    ['enabled', 'pass'],
    ['pending', 'pass'],
    ['disabled', 'fail'],
    ['disabling', 'fail'],
    [null, 'no_evidence'],
  ])('with monitoring %p: %s', (monitoring, verdict) => {
    expect(decide(instanceMonitoring, { monitoring }).verdict).toBe(verdict);
  });
});

describe('ec2_instance_uses_single_eni', () => {
  it('passes with one and fails with two', () => {
    expect(decide(instanceSingleInterface, { networkInterfaces: [eni('eni-1')] }).verdict).toBe('pass');
    expect(
      decide(instanceSingleInterface, { networkInterfaces: [eni('eni-1'), eni('eni-2', { kind: 'efa' })] }),
    ).toMatchObject({ verdict: 'fail', evidence: { interfaces: [{ id: 'eni-1' }, { id: 'eni-2' }] } });
  });

  it('does not count an interface without IP', () => {
    const networkInterfaces = [eni('eni-1'), eni('eni-2', { kind: 'efa-only' })];
    expect(decide(instanceSingleInterface, { networkInterfaces }).verdict).toBe('pass');
  });
});

describe('ec2_instance_paravirtual_type', () => {
  it('passes hvm, fails paravirtual, and has no evidence where AWS does not say', () => {
    expect(decide(instanceParavirtual, { virtualizationType: 'hvm' }).verdict).toBe('pass');
    expect(decide(instanceParavirtual, { virtualizationType: 'paravirtual' }).verdict).toBe('fail');
    expect(decide(instanceParavirtual, { virtualizationType: null }).verdict).toBe('no_evidence');
  });
});
