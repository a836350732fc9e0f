import { type Vpc } from '@aws-sdk/client-ec2';
import { type Aws } from '../../../../platform/aws/index.js';
import { isNoEvidence, type Part } from '../../domain/part.js';
import { type Ec2FlowLog, type FlowLogRecords } from '../../domain/resources/ec2/flow-log.js';
import { ec2Vpc, type Ec2Vpc } from '../../domain/resources/ec2/vpc.js';
import { byKey, idOf, tagMap, text } from '../fields.js';
import { present } from '../map-concurrent.js';
import { read, reader, unlessGone } from '../reader.js';
import { ec2FlowLogReader, toFlowLog } from './flow-log.js';
import { isOwn, pagesOf } from './pages.js';
import { listBefore } from './read-before.js';

const PAGE = 1_000;

/** VPCs, after the flow logs that record their traffic. */
export const ec2VpcReader = reader(ec2Vpc, {
  scope: 'region',
  beside: [ec2FlowLogReader],
  list: async function* (aws) {
    const logs: Ec2FlowLog[] = [];
    const missing = yield* listBefore(ec2FlowLogReader, aws, (page) => {
      logs.push(...page.filter(({ resourceId }) => resourceId?.startsWith('vpc-') === true));
    });
    const ec2 = await aws.ec2();
    const pages = pagesOf((NextToken) => ec2.describeVpcs({ MaxResults: PAGE, NextToken }));
    for await (const { Vpcs = [] } of pages) {
      const own = Vpcs.filter(isOwn(aws.account.accountId));
      yield present(own.map((vpc) => toVpc(vpc, missing ?? logs)));
    }
  },
  describe: async (aws, ref) => {
    const here = aws.in(ref.region);
    const ec2 = await here.ec2();
    const id = idOf(ref);
    const found = await unlessGone(() => ec2.describeVpcs({ VpcIds: [id] }), 'InvalidVpcID.NotFound');
    const [vpc] = found?.Vpcs ?? [];
    return vpc === undefined ? null : toVpc(vpc, await read(() => logsOf(here, id)));
  },
});

async function logsOf(aws: Aws, vpcId: string): Promise<Ec2FlowLog[]> {
  const ec2 = await aws.ec2();
  const logs: Ec2FlowLog[] = [];
  // the one call of EC2 whose filters are named in the singular
  const Filter = [{ Name: 'resource-id', Values: [vpcId] }];
  const pages = pagesOf((NextToken) => ec2.describeFlowLogs({ Filter, MaxResults: PAGE, NextToken }));
  for await (const { FlowLogs = [] } of pages) logs.push(...present(FlowLogs.map(toFlowLog)));
  return logs;
}

function toVpc(vpc: Vpc, logs: Part<readonly Ec2FlowLog[]>): Ec2Vpc | null {
  if (vpc.VpcId === undefined) return null;
  const blocks = [
    { CidrBlock: vpc.CidrBlock },
    ...(vpc.CidrBlockAssociationSet ?? []).filter((one) => isThere(one.CidrBlockState)),
    ...(vpc.Ipv6CidrBlockAssociationSet ?? [])
      .filter((one) => isThere(one.Ipv6CidrBlockState))
      .map(({ Ipv6CidrBlock }) => ({ CidrBlock: Ipv6CidrBlock })),
  ];
  return {
    id: vpc.VpcId,
    state: vpc.State ?? 'unknown',
    isDefault: vpc.IsDefault ?? false,
    cidrs: [...new Set(blocks.flatMap(({ CidrBlock }) => text(CidrBlock) ?? []))].sort(),
    instanceTenancy: text(vpc.InstanceTenancy),
    dhcpOptionsId: text(vpc.DhcpOptionsId),
    tags: tagMap(vpc.Tags),
    flowLogs: isNoEvidence(logs) ? logs : recordsOf(vpc.VpcId, logs),
  };
}

const isThere = (block: { State?: string | undefined } | undefined): boolean =>
  block?.State !== 'disassociated' && block?.State !== 'failed';

const recordsOf = (vpcId: string, logs: readonly Ec2FlowLog[]): FlowLogRecords[] =>
  byKey(
    logs
      .filter(({ resourceId }) => resourceId === vpcId)
      .map(({ id, status, trafficType, delivery, deliveryError }) => ({
        ...{ id, status, trafficType, delivery, deliveryError },
      })),
    ({ id }) => id,
  );
