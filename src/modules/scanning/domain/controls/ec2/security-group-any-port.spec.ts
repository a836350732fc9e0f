import { describe, expect, it } from '@jest/globals';
import { rule, securityGroup } from '../../../../../../test/support/examples/ec2-network.js';
import { context } from '../../../../../../test/support/scanning-examples.js';
import { type SecurityGroupRule } from '../../resources/ec2/security-group.js';
import { securityGroupAnyPort } from './security-group-any-port.js';

const decide = (ingress: SecurityGroupRule[], allowedPorts?: string[]) =>
  securityGroupAnyPort.evaluate(securityGroup({ ingress }), {
    ...context(),
    settings:
      allowedPorts === undefined ? {} : { [securityGroupAnyPort.id]: { parameters: { allowedPorts } } },
  });

describe('ec2_securitygroup_allow_ingress_from_internet_to_any_port', () => {
  it('passes web ports', () => {
    expect(decide([]).verdict).toBe('pass');
    expect(decide([rule(80), rule(443, ['::/0'])]).verdict).toBe('pass');
  });

  it('fails any other port that the internet reaches', () => {
    expect(decide([rule(8080)])).toMatchObject({ verdict: 'fail', evidence: { openPorts: ['8080/tcp'] } });
    expect(decide([rule([3000, 4000], ['::/0'])]).evidence['openPorts']).toEqual(['3000-4000/tcp']);
    expect(decide([rule(8080, ['10.0.0.0/8'])]).verdict).toBe('pass');
  });

  it('names the ports of a range that are not allowed', () => {
    expect(decide([rule([79, 81])]).evidence['openPorts']).toEqual(['79/tcp', '81/tcp']);
    const all = decide([rule(null, ['0.0.0.0/0'], 'all')]).evidence['openPorts'];
    expect(all).toEqual(['0-79/tcp', '81-442/tcp', '444-65535/tcp', '0-65535/udp']);
  });

  it('allows UDP where it is said', () => {
    expect(decide([rule(443, ['0.0.0.0/0'], 'udp')]).verdict).toBe('fail');
    expect(decide([rule(443, ['0.0.0.0/0'], 'udp')], ['443/udp']).verdict).toBe('pass');
    expect(decide([rule(443)], ['443/udp']).verdict).toBe('fail');
  });

  it('takes ranges, and allows nothing by what is no port', () => {
    expect(decide([rule([8000, 8010])], ['8000-8010']).verdict).toBe('pass');
    expect(decide([rule(22)], ['ssh', '', '1-', '99999999']).verdict).toBe('fail');
    expect(decide([rule(80)], []).verdict).toBe('fail');
  });

  it('does not ask about ping', () => {
    expect(decide([rule(null, ['0.0.0.0/0'], 'icmp')]).verdict).toBe('pass');
  });
});
