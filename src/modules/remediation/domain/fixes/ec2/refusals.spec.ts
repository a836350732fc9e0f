import { describe, expect, it } from '@jest/globals';
import { planOf, refusalOf, targetOf } from '../../../../../../test/fixes/plan-of.js';
import type { Fix } from '../../fix.js';
import { recordFlows } from './flow-logs.js';
import { requireImdsv2 } from './imdsv2.js';
import { denyAclPorts } from './network-acl-ports.js';
import { requireImdsv2ByDefault } from './region-settings.js';
import { blockSnapshotSharing } from './sharing.js';
import { stopIdle } from './stop-idle.js';
import { releaseAddress } from './unattached-address.js';
import { deleteUnattachedVolume } from './unattached-volume.js';

describe('denying a port in a network ACL', () => {
  const [denySsh] = denyAclPorts as [Fix];
  const entry = (RuleNumber: number, RuleAction: string, cidr: string, more: object = {}) => ({
    ...{ RuleNumber, RuleAction, Egress: false, Protocol: '-1' },
    ...(cidr.includes(':') ? { Ipv6CidrBlock: cidr } : { CidrBlock: cidr }),
    ...more,
  });
  const state = (...entries: object[]) => ({ acl: { NetworkAcls: [{ Entries: entries }] } });
  const made = (...entries: object[]) => {
    const plan = planOf(denySsh, state(...entries));
    return plan.does === 'change'
      ? plan.calls.map(({ input: { RuleNumber, CidrBlock, Ipv6CidrBlock } }) => [
          RuleNumber,
          CidrBlock ?? Ipv6CidrBlock,
        ])
      : [plan.does];
  };

  it('denies straight before the entry that lets the internet in, each family for itself', () => {
    expect(made(entry(100, 'allow', '0.0.0.0/0'), entry(101, 'allow', '::/0'))).toEqual([
      [99, '0.0.0.0/0'],
      [98, '::/0'],
    ]);
  });

  it('stands behind what lets single networks in, and takes another number where that is taken', () => {
    const office = entry(90, 'allow', '8.8.8.0/24');
    const web = entry(99, 'allow', '0.0.0.0/0', { Protocol: '6', PortRange: { From: 443, To: 443 } });
    expect(made(office, web, entry(100, 'allow', '0.0.0.0/0'))).toEqual([[98, '0.0.0.0/0']]);
  });

  it('refuses where no number is free, and where several entries are the whole internet', () => {
    const full = state(entry(99, 'allow', '8.8.8.0/24'), entry(100, 'allow', '0.0.0.0/0'));
    expect(refusalOf(denySsh, full)).toMatch(/No number is free before entry 100/);
    const halves = state(entry(1, 'allow', '0.0.0.0/1'), entry(2, 'allow', '128.0.0.0/1'));
    expect(refusalOf(denySsh, halves, { evidence: { families: ['ipv4'] } })).toMatch(/Several entries/);
  });

  it('does nothing where a denial stands before', () => {
    expect(made(entry(1, 'deny', '0.0.0.0/0'), entry(2, 'allow', '0.0.0.0/0'))).toEqual(['nothing']);
  });
});

describe('recording flows', () => {
  const arn = 'arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-1';
  const none = { logs: { FlowLogs: [] } };
  const destination = 'arn:aws:s3:::flows/{accountId}';
  const group = 'arn:aws:logs:{region}:{accountId}:log-group:flows:*';

  it('needs a destination, and a role for a log group', () => {
    expect(refusalOf(recordFlows, none, { arn })).toMatch(/Set destination/);
    expect(refusalOf(recordFlows, none, { arn, settings: { destination: group } })).toMatch(/Set roleArn/);
    const foreign = { destination: 'arn:aws:logs:us-east-1:123456789012:log-group:flows', roleArn: 'r' };
    expect(refusalOf(recordFlows, none, { arn, settings: foreign })).toMatch(/eu-west-1/);
  });

  it('fills in the account and the region', () => {
    const plan = planOf(recordFlows, none, { arn, settings: { destination } });
    const input = plan.does === 'change' ? plan.calls[0]?.input : plan;
    expect(input).toMatchObject({
      LogDestination: 'arn:aws:s3:::flows/123456789012',
      ResourceIds: ['vpc-1'],
    });
  });

  it('makes no second one where one fails to deliver', () => {
    const failing = {
      ...{ FlowLogId: 'fl-1', TrafficType: 'ALL', DeliverLogsStatus: 'FAILED' },
      ...{ LogDestination: 'arn:aws:s3:::flows/123456789012', DeliverLogsErrorMessage: 'Access error' },
    };
    const state = { logs: { FlowLogs: [failing] } };
    expect(refusalOf(recordFlows, state, { arn, settings: { destination } })).toMatch(/fl-1.*Access error/);
  });

  it('takes back what it has made, however that was found, and nothing where nothing is known', () => {
    const back = (flowLog: unknown) =>
      recordFlows
        .restore({ target: targetOf(recordFlows, { arn }), before: none, results: { flowLog } })
        .map(({ input }) => input['FlowLogIds']);
    expect(back({ FlowLogIds: ['fl-1'] })).toEqual([['fl-1']]);
    expect(back({ FlowLogId: 'fl-2' })).toEqual([['fl-2']]);
    expect(back({ FlowLogIds: [], Unsuccessful: [{}] })).toEqual([]);
  });
});

describe('stopping an idle instance', () => {
  const state = (changed: object, stopProtection = false) => ({
    instance: {
      ...{ State: { Name: 'running' }, InstanceType: 'm5.large', RootDeviceType: 'ebs', Tags: [] },
      ...changed,
    },
    protection: { DisableApiStop: { Value: stopProtection } },
  });

  it.each([
    ['with its root on an instance store', { RootDeviceType: 'instance-store' }, /instance store/],
    ['of the spot market', { InstanceLifecycle: 'spot' }, /spot instance/],
    ['of an Auto Scaling group', { Tags: [{ Key: 'aws:autoscaling:groupName', Value: 'web' }] }, /web/],
    ['that AWS manages', { Operator: { Managed: true } }, /service of AWS/],
    ['with disks of its host', { InstanceType: 'm5d.large' }, /disks of its host/],
    ['of a family with disks', { InstanceType: 'i3en.xlarge' }, /disks of its host/],
    ['of accelerated ones with disks', { InstanceType: 'g5.xlarge' }, /disks of its host/],
    ['of an old generation with disks', { InstanceType: 'm3.large' }, /disks of its host/],
    ['of Karpenter', { Tags: [{ Key: 'karpenter.sh/nodepool', Value: 'default' }] }, /Karpenter/],
  ])('refuses one %s', (_kind, changed, reason) => {
    expect(refusalOf(stopIdle, state(changed))).toMatch(reason);
  });

  it('refuses one that is protected, and stops a plain one', () => {
    expect(refusalOf(stopIdle, state({}, true))).toMatch(/protected/);
    for (const InstanceType of ['t3.micro', 'c6g.large', 'r5.xlarge', 'g5g.xlarge', 'm4.large'])
      expect(planOf(stopIdle, state({ InstanceType })).does).toBe('change');
  });

  it('starts none that did not run before', () => {
    const before = state({ State: { Name: 'stopped' } });
    expect(stopIdle.restore({ target: targetOf(stopIdle, {}), before, results: {} })).toEqual([]);
  });
});

describe('deleting a volume', () => {
  const state = (changed: object) => ({
    volumes: { Volumes: [{ State: 'available', Size: 10, VolumeType: 'gp3', Tags: [], ...changed }] },
  });

  it.each([
    [
      'that Kubernetes claims',
      { Tags: [{ Key: 'kubernetes.io/created-for/pvc/name', Value: 'db' }] },
      /Kuber/,
    ],
    ['that AWS manages', { Operator: { Managed: true } }, /service of AWS/],
    ['that is being made', { State: 'creating' }, /creating/],
  ])('refuses one %s', (_kind, changed, reason) => {
    expect(refusalOf(deleteUnattachedVolume, state(changed))).toMatch(reason);
  });

  it('leaves an attached one alone', () => {
    expect(planOf(deleteUnattachedVolume, state({ State: 'in-use' })).does).toBe('nothing');
  });

  it('deletes only behind a complete snapshot, which has the tags that can be given', () => {
    const Tags = [
      { Key: 'team', Value: 'data' },
      { Key: 'aws:cloudformation:stack-name', Value: 's' },
    ];
    const plan = planOf(deleteUnattachedVolume, state({ Tags }));
    if (plan.does !== 'change') throw new Error(plan.reason);
    expect(plan.calls.map(({ operation }) => operation)).toEqual([
      ...['CreateSnapshot', 'DescribeSnapshots', 'DeleteVolume'],
    ]);
    expect(plan.calls[1]?.until).toMatchObject({ is: ['completed'], fails: ['error'] });
    expect(plan.calls[0]?.input['TagSpecifications']).toMatchObject([
      { Tags: [{ Key: 'team' }, { Key: 'shepherd:change' }] },
    ]);
  });
});

describe('releasing an address', () => {
  const state = (changed: object) => ({ addresses: { Addresses: [{ PublicIp: '52.1.2.3', ...changed }] } });

  it('keeps what is used, held by a service, or of the own pool', () => {
    expect(planOf(releaseAddress, state({ NetworkInterfaceId: 'eni-1' })).does).toBe('nothing');
    expect(refusalOf(releaseAddress, state({ ServiceManaged: 'nlb' }))).toMatch(/nlb/);
    expect(refusalOf(releaseAddress, state({ PublicIpv4Pool: 'ipv4pool-ec2-1' }))).toMatch(/own/);
    expect(planOf(releaseAddress, state({ PublicIpv4Pool: 'amazon' })).does).toBe('change');
  });
});

describe('what an organization sets', () => {
  it('is not changed from within', () => {
    const sharing = { sharing: { State: 'unblocked', ManagedBy: 'declarative-policy' } };
    expect(refusalOf(blockSnapshotSharing, sharing)).toMatch(/declarative policy/);
    const defaults = { defaults: { AccountLevel: { ManagedBy: 'declarative-policy' } } };
    expect(refusalOf(requireImdsv2ByDefault, defaults)).toMatch(/declarative policy/);
  });
});

describe('requiring IMDSv2', () => {
  const state = (options: object) => ({
    instance: { MetadataOptions: { HttpTokens: 'optional', ...options } },
  });
  const words = (options: object) => {
    const plan = planOf(requireImdsv2, state(options));
    return plan.does === 'change' ? plan.words.length : plan.does;
  };

  it('warns of containers where the hop limit keeps tokens from them', () => {
    expect(words({ HttpPutResponseHopLimit: 1 })).toBe(2);
    expect(words({ HttpPutResponseHopLimit: 2 })).toBe(1);
  });

  it('leaves a metadata service alone that is off', () => {
    expect(words({ HttpEndpoint: 'disabled' })).toBe('nothing');
  });
});
