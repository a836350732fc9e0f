import { describe, expect, it } from '@jest/globals';
import { planOf, refusalOf } from '../../../../../../test/fixes/plan-of.js';
import type { Fix } from '../../fix.js';
import { emptyDefaultGroup } from './default-group.js';
import { closeAllPorts, closeOpenPorts, closeWideRanges } from './open-ingress.js';

const arn = 'arn:aws:ec2:eu-west-1:123456789012:security-group/sg-1';

const rule = (ports: number | [number, number] | null, cidr: string, more: object = {}) => {
  const [FromPort, ToPort] = ports === null ? [-1, -1] : [ports].flat();
  return {
    ...{ IsEgress: false, IpProtocol: ports === null ? '-1' : 'tcp', FromPort, ToPort: ToPort ?? FromPort },
    ...(cidr.includes(':') ? { CidrIpv6: cidr } : { CidrIpv4: cidr }),
    ...{ Tags: [], ...more },
  };
};
const state = (...rules: object[]) => ({ group: { SecurityGroupRules: rules } });

/** As controls on ports say it. */
const named = (protocol: string, fromPort: number | null, toPort: number | null, ...cidrs: string[]) => ({
  ...{ protocol, fromPort, toPort, cidrs },
});

/** What is revoked, as `22 0.0.0.0/0`. */
function revoked(fix: Fix, rules: object[], evidence: object): string[] {
  const plan = planOf(fix, state(...rules), { arn, evidence: { ...evidence } });
  if (plan.does !== 'change') return [plan.does];
  return plan.calls.map(({ operation, input }) => {
    expect([operation, input['GroupId']]).toEqual(['RevokeSecurityGroupIngress', 'sg-1']);
    const [one] = input['IpPermissions'] as Record<string, unknown>[];
    const [v4] = (one?.['IpRanges'] as { CidrIp: string }[] | undefined) ?? [];
    const [v6] = (one?.['Ipv6Ranges'] as { CidrIpv6: string }[] | undefined) ?? [];
    const from = one?.['FromPort'];
    return `${typeof from === 'number' ? from : 'all'} ${v4?.CidrIp ?? v6?.CidrIpv6}`;
  });
}

const words = (fix: Fix, rules: object[], evidence: object): readonly string[] => {
  const plan = planOf(fix, state(...rules), { arn, evidence: { ...evidence } });
  return plan.does === 'change' ? plan.words : [plan.does];
};

describe('closing open ports', () => {
  const ssh = [rule(22, '0.0.0.0/0'), rule(22, '8.8.8.0/24'), rule(22, '10.0.0.0/8'), rule(443, '0.0.0.0/0')];

  it('revokes the open range of a rule, and neither its other ranges nor other ports', () => {
    // the control names each rule that is about the port, also those that let in single networks
    const evidence = { rules: [named('tcp', 22, 22, '0.0.0.0/0'), named('tcp', 22, 22, '8.8.8.0/24')] };
    expect(revoked(closeOpenPorts, ssh, evidence)).toEqual(['22 0.0.0.0/0']);
  });

  it('revokes IPv4 and IPv6 each for itself', () => {
    const evidence = { rules: [named('tcp', 22, 22, '::/0')] };
    expect(revoked(closeOpenPorts, [...ssh, rule(22, '::/0')], evidence)).toEqual(['22 ::/0']);
  });

  it('revokes the halves that together are the whole internet, and nothing private', () => {
    const cidrs = ['0.0.0.0/1', '128.0.0.0/1', '10.0.0.0/8', '8.8.8.0/24'];
    const rules = cidrs.map((cidr) => rule(22, cidr));
    expect(revoked(closeOpenPorts, rules, { rules: [named('tcp', 22, 22, ...cidrs)] })).toEqual([
      '22 0.0.0.0/1',
      '22 128.0.0.0/1',
    ]);
  });

  it('leaves a wide range alone that is not the whole internet once the whole is revoked', () => {
    const evidence = { rules: [named('tcp', 22, 22, '0.0.0.0/0'), named('tcp', 22, 22, '52.0.0.0/6')] };
    const rules = [rule(22, '0.0.0.0/0'), rule(22, '52.0.0.0/6')];
    expect(revoked(closeOpenPorts, rules, evidence)).toEqual(['22 0.0.0.0/0']);
  });

  it('says so where the web comes in by the same rule', () => {
    const evidence = { rules: [named('all', null, null, '0.0.0.0/0')] };
    expect(words(closeOpenPorts, [rule(null, '0.0.0.0/0')], evidence)).toEqual([
      'No longer lets in all traffic from 0.0.0.0/0',
      expect.stringContaining('(80, 443)'),
    ]);
    const beside = [rule(null, '0.0.0.0/0'), rule([80, 443], '0.0.0.0/0')];
    expect(words(closeOpenPorts, beside, evidence)).toHaveLength(1);
  });

  it('refuses where a prefix list lets the internet in', () => {
    const list = { ...rule(22, '9.9.9.9/32'), CidrIpv4: undefined, PrefixListId: 'pl-1' };
    const evidence = { rules: [named('tcp', 22, 22, '0.0.0.0/0')] };
    expect(refusalOf(closeOpenPorts, state(list), { arn, evidence })).toMatch(/prefix list pl-1/);
  });

  it('refuses what it cannot read in whole, and what AWS itself has tagged', () => {
    const evidence = { rules: [named('tcp', 22, 22, '0.0.0.0/0')] };
    const more = { group: { SecurityGroupRules: [], NextToken: 'next' } };
    expect(refusalOf(closeOpenPorts, more, { arn, evidence })).toMatch(/more than 1000 rules/);
    const tagged = rule(22, '0.0.0.0/0', { Tags: [{ Key: 'aws:cloudformation:stack-id', Value: 's' }] });
    expect(refusalOf(closeOpenPorts, state(tagged), { arn, evidence })).toMatch(/AWS manages/);
  });

  it('puts open rules back with their descriptions and tags, and touches no private one', () => {
    const Tags = [{ Key: 'why', Value: 'migration' }];
    const before = state(rule(22, '0.0.0.0/0', { Description: 'for a day', Tags }), rule(22, '10.0.0.0/8'));
    const given = { target: { name: 'sg-1' }, before, results: {} };
    const calls = closeOpenPorts.restore(given as unknown as Parameters<Fix['restore']>[0]);
    expect(calls.map(({ input, done }) => ({ input, done }))).toEqual([
      {
        input: {
          GroupId: 'sg-1',
          IpPermissions: [
            {
              ...{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22 },
              IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'for a day' }],
            },
          ],
          TagSpecifications: [{ ResourceType: 'security-group-rule', Tags }],
        },
        done: ['InvalidPermission.Duplicate'],
      },
    ]);
  });
});

describe('closing all ports', () => {
  it('revokes the widest rules, until the rest is no more all ports', () => {
    const rules = [
      rule(null, '0.0.0.0/0'),
      rule([0, 65_535], '::/0'),
      rule(443, '0.0.0.0/0'),
      rule([8000, 8010], '::/0'),
    ];
    expect(revoked(closeAllPorts, rules, { protocols: ['tcp', 'udp'] })).toEqual(['all 0.0.0.0/0', '0 ::/0']);
  });

  it('revokes one of two that are all ports together', () => {
    const rules = [rule([0, 1023], '0.0.0.0/0'), rule([1024, 65_535], '::/0')];
    expect(revoked(closeAllPorts, rules, { protocols: ['tcp'] })).toEqual(['1024 ::/0']);
  });
});

describe('closing wide ranges', () => {
  it('revokes those that the control names, and not the whole internet', () => {
    const rules = [rule(443, '52.0.0.0/8'), rule(443, '0.0.0.0/0'), rule(22, '52.0.0.0/8')];
    const evidence = { rules: [{ protocol: 'tcp', ports: '443', cidrs: ['52.0.0.0/8'] }] };
    expect(revoked(closeWideRanges, rules, evidence)).toEqual(['443 52.0.0.0/8']);
  });
});

describe('emptying the default group', () => {
  const group = (GroupName: string, ...interfaces: string[]) => ({
    rules: { SecurityGroupRules: [rule(22, '0.0.0.0/0')] },
    group: { SecurityGroups: [{ GroupName }] },
    users: { NetworkInterfaces: interfaces },
  });

  it('refuses while a network interface uses it', () => {
    expect(refusalOf(emptyDefaultGroup, group('default', 'eni-1', 'eni-2'), { arn })).toMatch(/^2 .*eni-1/);
    expect(planOf(emptyDefaultGroup, group('default'), { arn }).does).toBe('change');
  });

  it('refuses another group', () => {
    expect(refusalOf(emptyDefaultGroup, group('web'), { arn })).toMatch(/not the default group/);
  });
});
