import { describe, expect, it } from '@jest/globals';
import { networkAcl, subnet, vpc } from '../../../../../../test/support/examples/ec2-network.js';
import { context, denied } from '../../../../../../test/support/scanning-examples.js';
import { type FlowLogRecords } from '../../resources/ec2/flow-log.js';
import { networkAclUnused } from './network-acl-unused.js';
import { subnetPublicIp } from './subnet-public-ip.js';
import { vpcFlowLogs } from './vpc-flow-logs.js';

describe('ec2_networkacl_unused', () => {
  const decide = (changed: object) => networkAclUnused.evaluate(networkAcl([], changed), context()).verdict;

  it('passes one that a subnet has, and fails one that none has', () => {
    expect(decide({})).toBe('pass');
    expect(decide({ subnetIds: [] })).toBe('fail');
  });

  it('is not about the default one', () => {
    expect(decide({ subnetIds: [], isDefault: true })).toBe('not_applicable');
  });
});

describe('vpc_flow_logs_enabled', () => {
  const log = (changed: Partial<FlowLogRecords> = {}): FlowLogRecords => ({
    ...{ id: 'fl-1', status: 'ACTIVE', trafficType: 'ALL', delivery: 'SUCCESS', deliveryError: null },
    ...changed,
  });
  const decide = (flowLogs: FlowLogRecords[] | typeof denied) =>
    vpcFlowLogs.evaluate(vpc({ flowLogs }), context());

  it('passes a VPC whose traffic, or what of it is rejected, is recorded', () => {
    expect(decide([log()]).verdict).toBe('pass');
    expect(decide([log({ trafficType: 'REJECT', delivery: null })]).verdict).toBe('pass');
  });

  it('fails one without a flow log', () => {
    expect(decide([]).verdict).toBe('fail');
  });

  it('fails one whose records do not arrive, or leave out what is rejected', () => {
    const broken = log({ delivery: 'FAILED', deliveryError: 'Access error' });
    expect(decide([broken])).toMatchObject({ verdict: 'fail', evidence: { flowLogs: [broken] } });
    expect(decide([log({ trafficType: 'ACCEPT' })]).verdict).toBe('fail');
    expect(decide([broken, log({ id: 'fl-2' })]).verdict).toBe('pass');
  });

  it('takes the traffic types that the tenant wants', () => {
    const settings = { [vpcFlowLogs.id]: { parameters: { trafficTypes: ['ALL'] } } };
    const flowLogs = [log({ trafficType: 'REJECT' })];
    expect(vpcFlowLogs.evaluate(vpc({ flowLogs }), { ...context(), settings }).verdict).toBe('fail');
  });

  it('has no evidence where the flow logs could not be read', () => {
    expect(decide(denied).verdict).toBe('no_evidence');
  });
});

describe('vpc_subnet_no_public_ip_by_default', () => {
  it('fails a subnet that gives public addresses, also a default one', () => {
    const decide = (changed: object) => subnetPublicIp.evaluate(subnet(changed), context()).verdict;
    expect(decide({})).toBe('pass');
    expect(decide({ mapPublicIpOnLaunch: true })).toBe('fail');
    expect(decide({ mapPublicIpOnLaunch: true, defaultForAz: true })).toBe('fail');
  });
});
