import { type NetworkAcl, type NetworkAclEntry as AwsEntry } from '@aws-sdk/client-ec2';
import {
  ec2NetworkAcl,
  type Ec2NetworkAcl,
  type NetworkAclEntry,
} from '../../domain/resources/ec2/network-acl.js';
import { idOf, tagMap, text } from '../fields.js';
import { present } from '../map-concurrent.js';
import { reader, unlessGone } from '../reader.js';
import { isOwn, pagesOf } from './pages.js';
import { trafficOf } from './traffic.js';

const PAGE = 1_000;

export const ec2NetworkAclReader = reader(ec2NetworkAcl, {
  scope: 'region',
  list: async function* (aws) {
    const ec2 = await aws.ec2();
    const pages = pagesOf((NextToken) => ec2.describeNetworkAcls({ MaxResults: PAGE, NextToken }));
    for await (const { NetworkAcls = [] } of pages)
      yield present(NetworkAcls.filter(isOwn(aws.account.accountId)).map(toAcl));
  },
  describe: async (aws, ref) => {
    const ec2 = await aws.in(ref.region).ec2();
    const found = await unlessGone(
      () => ec2.describeNetworkAcls({ NetworkAclIds: [idOf(ref)] }),
      'InvalidNetworkAclID.NotFound',
    );
    const [acl] = found?.NetworkAcls ?? [];
    return acl === undefined ? null : toAcl(acl);
  },
});

function toAcl(acl: NetworkAcl): Ec2NetworkAcl | null {
  if (acl.NetworkAclId === undefined) return null;
  return {
    id: acl.NetworkAclId,
    vpcId: text(acl.VpcId),
    isDefault: acl.IsDefault ?? false,
    subnetIds: (acl.Associations ?? []).flatMap(({ SubnetId }) => text(SubnetId) ?? []).sort(),
    entries: (acl.Entries ?? [])
      .flatMap(toEntries)
      .toSorted((a, b) =>
        a.direction === b.direction ? a.ruleNumber - b.ruleNumber : a.direction === 'ingress' ? -1 : 1,
      ),
    tags: tagMap(acl.Tags),
  };
}

const named = (value: number | undefined): number | null =>
  value === undefined || value === -1 ? null : value;

function toEntries(entry: AwsEntry): NetworkAclEntry[] {
  const traffic = trafficOf({
    protocol: entry.Protocol,
    from: entry.PortRange?.From,
    to: entry.PortRange?.To,
  });
  const { IcmpTypeCode } = entry;
  return [text(entry.CidrBlock), text(entry.Ipv6CidrBlock)].flatMap((cidr) =>
    cidr === null
      ? []
      : {
          ruleNumber: entry.RuleNumber ?? 0,
          direction: entry.Egress === true ? 'egress' : 'ingress',
          action: entry.RuleAction === 'allow' ? 'allow' : 'deny',
          ...traffic,
          icmp:
            traffic.icmp === null
              ? null
              : { type: named(IcmpTypeCode?.Type), code: named(IcmpTypeCode?.Code) },
          cidr,
        },
  );
}
