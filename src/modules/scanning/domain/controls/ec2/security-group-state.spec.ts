import { describe, expect, it } from '@jest/globals';
import { rule, securityGroup } from '../../../../../../test/support/examples/ec2-network.js';
import { context, denied } from '../../../../../../test/support/scanning-examples.js';
import { type Ec2SecurityGroup } from '../../resources/ec2/security-group.js';
import { securityGroupDefault } from './security-group-default.js';
import { securityGroupUnused } from './security-group-unused.js';
import { securityGroupWideOpen } from './security-group-wide-open.js';

describe('ec2_securitygroup_default_restrict_traffic', () => {
  const decide = (changed: Partial<Ec2SecurityGroup>) =>
    securityGroupDefault.evaluate(securityGroup({ name: 'default', ...changed }), context()).verdict;

  it('passes a default group without rules', () => {
    expect(decide({ ingress: [], egress: [] })).toBe('pass');
  });

  it('fails one with any rule, also those that AWS makes with it', () => {
    expect(decide({ ingress: [rule(null, ['sg-1'], 'all')], egress: [] })).toBe('fail');
    expect(decide({ ingress: [], egress: [rule(null, ['0.0.0.0/0'], 'all')] })).toBe('fail');
  });

  it('is not about other groups', () => {
    expect(decide({ name: 'web', ingress: [rule(22)] })).toBe('not_applicable');
  });
});

describe('ec2_securitygroup_not_used', () => {
  const decide = (changed: Partial<Ec2SecurityGroup>) =>
    securityGroupUnused.evaluate(securityGroup(changed), context()).verdict;

  it('passes a group that an interface has, and fails one that none has', () => {
    expect(decide({ attached: true })).toBe('pass');
    expect(decide({ attached: false })).toBe('fail');
  });

  it('is not about the default group, which cannot be deleted', () => {
    expect(decide({ name: 'default', attached: false })).toBe('not_applicable');
  });

  it('has no evidence where the interfaces could not be read', () => {
    expect(decide({ attached: denied })).toBe('no_evidence');
  });
});

describe('ec2_securitygroup_allow_wide_open_public_ipv4', () => {
  const decide = (sources: string[], changed: Partial<Ec2SecurityGroup> = {}, minPrefixLength = 24) =>
    securityGroupWideOpen.evaluate(securityGroup({ ingress: [rule(22, sources)], ...changed }), {
      ...context(),
      settings: { [securityGroupWideOpen.id]: { parameters: { minPrefixLength } } },
    });

  it.each(['8.8.8.0/24', '8.8.8.8/32', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'])(
    'passes %s',
    (cidr) => {
      expect(decide([cidr]).verdict).toBe('pass');
    },
  );

  it.each(['8.8.8.0/23', '52.0.0.0/8', '0.0.0.0/1', '10.0.0.0/7'])('fails %s', (cidr) => {
    expect(decide(['10.1.0.0/16', cidr])).toMatchObject({
      verdict: 'fail',
      evidence: { rules: [{ protocol: 'tcp', ports: '22', cidrs: [cidr] }] },
    });
  });

  it('leaves 0.0.0.0/0 to the controls on ports, and IPv6 and outbound rules out', () => {
    expect(decide(['0.0.0.0/0', '2600::/16']).verdict).toBe('pass');
    expect(decide(['8.8.8.8/32'], { egress: [rule(22, ['52.0.0.0/8'])] }).verdict).toBe('pass');
  });

  it('takes the tenant’s limit', () => {
    expect(decide(['8.8.0.0/16'], {}, 16).verdict).toBe('pass');
  });

  it('looks into prefix lists, and has no evidence without them', () => {
    expect(decide(['pl-1'], { prefixLists: { 'pl-1': ['52.0.0.0/8'] } }).verdict).toBe('fail');
    expect(decide(['pl-1'], { prefixLists: denied }).verdict).toBe('no_evidence');
    expect(decide(['pl-1', '52.0.0.0/8'], { prefixLists: denied }).verdict).toBe('fail');
  });
});
