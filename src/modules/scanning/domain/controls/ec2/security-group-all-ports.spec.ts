import { describe, expect, it } from '@jest/globals';
import { rule, securityGroup } from '../../../../../../test/support/examples/ec2-network.js';
import { context, denied } from '../../../../../../test/support/scanning-examples.js';
import { type SecurityGroupRule } from '../../resources/ec2/security-group.js';
import { securityGroupAllPorts } from './security-group-all-ports.js';

const decide = (...ingress: SecurityGroupRule[]) =>
  securityGroupAllPorts.evaluate(securityGroup({ ingress }), context());

describe('ec2_securitygroup_allow_ingress_from_internet_to_all_ports', () => {
  it('passes a group with some open ports', () => {
    expect(decide().verdict).toBe('pass');
    expect(decide(rule(22), rule([1024, 65_535])).verdict).toBe('pass');
    expect(decide(rule(null, ['10.0.0.0/8'], 'all')).verdict).toBe('pass');
    expect(decide(rule(null, ['0.0.0.0/0'], 'icmp')).verdict).toBe('pass');
  });

  it('fails all traffic, of either family', () => {
    expect(decide(rule(null, ['0.0.0.0/0'], 'all'))).toMatchObject({
      verdict: 'fail',
      evidence: { protocols: ['tcp', 'udp'], families: ['ipv4'] },
    });
    expect(decide(rule(null, ['::/0'], 'all')).verdict).toBe('fail');
  });

  it('fails all ports of one protocol, with or without port 0, in one rule or in several', () => {
    expect(decide(rule([0, 65_535]))).toMatchObject({ verdict: 'fail', evidence: { protocols: ['tcp'] } });
    expect(decide(rule([1, 65_535], ['0.0.0.0/0'], 'udp')).verdict).toBe('fail');
    expect(decide(rule([0, 1023]), rule([1024, 65_535])).verdict).toBe('fail');
    expect(decide(rule([0, 1023]), rule([1025, 65_535])).verdict).toBe('pass');
  });

  it('has no evidence where a prefix list of a rule on all traffic could not be read', () => {
    const ingress = [rule(null, ['pl-1'], 'all')];
    expect(
      securityGroupAllPorts.evaluate(securityGroup({ ingress, prefixLists: denied }), context()).verdict,
    ).toBe('no_evidence');
  });
});
