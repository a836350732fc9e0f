import { describe, expect, it } from '@jest/globals';
import { entry, networkAcl } from '../../../../../../test/support/examples/ec2-network.js';
import { context } from '../../../../../../test/support/scanning-examples.js';
import { type NetworkAclEntry } from '../../resources/ec2/network-acl.js';
import { networkAclPortControls } from './network-acl-ports.js';

const decide = (what: string, ...entries: NetworkAclEntry[]) => {
  const one = networkAclPortControls.find(({ id }) => id === `ec2_networkacl_allow_ingress_${what}`);
  if (one === undefined) throw new Error(`no control on ${what}`);
  return one.evaluate(networkAcl(entries), context());
};
const ssh = (...entries: NetworkAclEntry[]) => decide('tcp_port_22', ...entries);

describe('ec2_networkacl_allow_ingress_tcp_port_22', () => {
  it('passes a list that lets in nothing, other ports, or some sources', () => {
    expect(ssh().verdict).toBe('pass');
    expect(ssh(entry(100, 'allow', 443)).verdict).toBe('pass');
    expect(ssh(entry(100, 'allow', 22, '10.0.0.0/8')).verdict).toBe('pass');
    expect(ssh(entry(100, 'allow', 22, '0.0.0.0/0', 'udp')).verdict).toBe('pass');
  });

  it('fails one that lets in the internet, by either family, and tells by which entries', () => {
    expect(ssh(entry(100, 'allow', [20, 30]))).toMatchObject({
      verdict: 'fail',
      evidence: { families: ['ipv4'], ruleNumbers: [100], subnetIds: ['subnet-1'] },
    });
    expect(ssh(entry(101, 'allow', null, '::/0')).evidence['families']).toEqual(['ipv6']);
  });

  it('fails two halves', () => {
    const halves = [entry(100, 'allow', 22, '0.0.0.0/1'), entry(110, 'allow', [1, 99], '128.0.0.0/1')];
    expect(ssh(...halves)).toMatchObject({ verdict: 'fail', evidence: { ruleNumbers: [100, 110] } });
  });

  it('passes where a denial comes before, and fails where it comes behind, whatever order they are told in', () => {
    const [deny, allow] = [(n: number) => entry(n, 'deny', 22), (n: number) => entry(n, 'allow', null)];
    expect(ssh(deny(90), allow(100)).verdict).toBe('pass');
    expect(ssh(allow(100), deny(90)).verdict).toBe('pass');
    expect(ssh(allow(100), deny(110)).verdict).toBe('fail');
  });

  it('takes denials by the halves of the internet', () => {
    const denied = [entry(10, 'deny', 22, '0.0.0.0/1'), entry(20, 'deny', null, '128.0.0.0/1')];
    expect(ssh(...denied, entry(100, 'allow', null)).verdict).toBe('pass');
  });

  it('fails where all but a few networks are let in', () => {
    expect(ssh(entry(10, 'deny', null, '198.51.0.0/16'), entry(100, 'allow', null)).verdict).toBe('fail');
  });

  it('does not count an allowing entry that denials left nothing of', () => {
    const entries = [entry(10, 'allow', 22, '8.8.8.0/24'), entry(20, 'deny', 22), entry(30, 'allow', null)];
    expect(ssh(...entries).verdict).toBe('pass');
  });

  it('denies one family only by its own entries', () => {
    const entries = [entry(10, 'deny', 22), entry(100, 'allow', null), entry(101, 'allow', null, '::/0')];
    expect(ssh(...entries).evidence['families']).toEqual(['ipv6']);
  });

  it('does not ask what goes out', () => {
    expect(ssh({ ...entry(100, 'allow', null), direction: 'egress' }).verdict).toBe('pass');
  });
});

describe('ec2_networkacl_allow_ingress_tcp_port_3389', () => {
  it('fails for the ports of answers, which hold it, until a denial closes it', () => {
    const answers = entry(100, 'allow', [1024, 65_535]);
    expect(decide('tcp_port_3389', answers).verdict).toBe('fail');
    expect(decide('tcp_port_3389', entry(90, 'deny', 3389), answers).verdict).toBe('pass');
    expect(ssh(answers).verdict).toBe('pass');
  });
});

describe('ec2_networkacl_allow_ingress_any_port', () => {
  it('fails the list that AWS makes with a VPC, and all ports of a protocol', () => {
    expect(decide('any_port', entry(100, 'allow', null))).toMatchObject({
      verdict: 'fail',
      evidence: { protocols: ['tcp', 'udp'], ruleNumbers: [100] },
    });
    expect(decide('any_port', entry(100, 'allow', [0, 65_535])).verdict).toBe('fail');
    expect(decide('any_port', entry(9, 'allow', [1, 1023]), entry(10, 'allow', [1024, 65_535])).verdict).toBe(
      'fail',
    );
  });

  it('passes a subnet that serves the web and gets answers', () => {
    const entries = [entry(100, 'allow', 443), entry(110, 'allow', [1024, 65_535])];
    expect(decide('any_port', ...entries).verdict).toBe('pass');
  });

  it('passes one where some port is denied before', () => {
    const entries = [
      entry(10, 'deny', 22),
      entry(20, 'deny', 22, '::/0'),
      entry(100, 'allow', null, '0.0.0.0/0', 'tcp'),
    ];
    expect(decide('any_port', ...entries).verdict).toBe('pass');
  });
});
