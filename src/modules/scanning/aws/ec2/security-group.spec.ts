import { describe, expect, it } from '@jest/globals';
import { sdkError } from '../../../../../test/controls/proof.js';
import { denial, ec2, list, own, ref } from '../../../../../test/support/examples/ec2-calls.js';
import { ec2NetworkInterface } from '../../domain/resources/ec2/network-interface.js';
import { ec2SecurityGroup, type Ec2SecurityGroup } from '../../domain/resources/ec2/security-group.js';
import { ec2SecurityGroupReader } from './security-group.js';

describe('security groups', () => {
  const groups = (...SecurityGroups: object[]) => ({ describeSecurityGroups: { SecurityGroups } });
  const interfaces = (...NetworkInterfaces: object[]) => ({
    describeNetworkInterfaces: { NetworkInterfaces },
  });

  it('cost one call, and one for the network interfaces, which are found beside them', async () => {
    const { of, calls } = await list(ec2SecurityGroupReader, {
      ...groups({ GroupId: 'sg-1', ...own }, { GroupId: 'sg-2', ...own }),
      ...interfaces({ NetworkInterfaceId: 'eni-1', Groups: [{ GroupId: 'sg-1' }], ...own }),
    });
    expect(calls).toEqual(['describeNetworkInterfaces', 'describeSecurityGroups']);
    expect(of<Ec2SecurityGroup>(ec2SecurityGroup).map(({ id, attached }) => [id, attached])).toEqual([
      ['sg-1', true],
      ['sg-2', false],
    ]);
    expect(of(ec2NetworkInterface)).toMatchObject([{ id: 'eni-1', securityGroupIds: ['sg-1'] }]);
  });

  it('read what rules say, in an order that stays', async () => {
    const permissions = [
      {
        IpProtocol: 'tcp',
        FromPort: 443,
        ToPort: 443,
        IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'web' }],
      },
      { IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: 'sg-1', UserId: '123456789012' }] },
      { IpProtocol: 'icmp', FromPort: 8, ToPort: -1, Ipv6Ranges: [{ CidrIpv6: '::/0' }] },
      { IpProtocol: '50', IpRanges: [{ CidrIp: '10.0.0.0/8' }] },
    ];
    const read = async (IpPermissions: object[]) => {
      const { of } = await list(ec2SecurityGroupReader, {
        ...groups({ GroupId: 'sg-1', GroupName: 'web', IpPermissions, ...own }),
        ...interfaces(),
      });
      return of<Ec2SecurityGroup>(ec2SecurityGroup)[0]?.ingress ?? [];
    };
    const rules = await read(permissions);
    expect(rules).toMatchObject([
      { protocol: '50', fromPort: null, icmp: null },
      { protocol: 'all', groups: [{ id: 'sg-1', accountId: '123456789012' }] },
      {
        protocol: 'icmp',
        fromPort: null,
        toPort: null,
        icmp: { type: 8, code: null },
        cidrs: [{ cidr: '::/0' }],
      },
      { protocol: 'tcp', fromPort: 443, toPort: 443, cidrs: [{ cidr: '0.0.0.0/0', description: 'web' }] },
    ]);
    expect(await read(permissions.toReversed())).toEqual(rules);
  });

  it('are not told to be unused where the interfaces could not be read to the end', async () => {
    const { of, found } = await list(ec2SecurityGroupReader, {
      ...groups({ GroupId: 'sg-1', ...own }, { GroupId: 'sg-2', ...own }),
      describeNetworkInterfaces: ({ NextToken }: { NextToken?: string }) => {
        if (NextToken !== undefined) throw denial;
        const one = { NetworkInterfaceId: 'eni-1', Groups: [{ GroupId: 'sg-1' }], ...own };
        return { NetworkInterfaces: [one], NextToken: 'more' };
      },
    });
    expect(of<Ec2SecurityGroup>(ec2SecurityGroup).map(({ attached }) => attached)).toMatchObject([
      true,
      { noEvidence: 'denied' },
    ]);
    const gaps = found.filter(({ type }) => type === ec2NetworkInterface).flatMap((one) => one.gaps);
    expect(gaps).toMatchObject([{ noEvidence: 'denied' }]);
  });

  it('and interfaces of other accounts in a shared VPC are theirs, and use ours all the same', async () => {
    const other = { OwnerId: '210987654321' };
    const { of } = await list(ec2SecurityGroupReader, {
      ...groups({ GroupId: 'sg-1', ...own }, { GroupId: 'sg-2', ...other }),
      ...interfaces({ NetworkInterfaceId: 'eni-1', Groups: [{ GroupId: 'sg-1' }], ...other }),
    });
    expect(of(ec2SecurityGroup)).toMatchObject([{ id: 'sg-1', attached: true }]);
    expect(of(ec2NetworkInterface)).toEqual([]);
  });

  const inbound = (...ids: string[]) => [
    {
      IpProtocol: 'tcp',
      FromPort: 22,
      ToPort: 22,
      PrefixListIds: ids.map((PrefixListId) => ({ PrefixListId })),
    },
  ];

  it('look into each prefix list once, and only where a rule names one', async () => {
    const { of, calls } = await list(ec2SecurityGroupReader, {
      describeSecurityGroups: ({ NextToken }: { NextToken?: string }) =>
        NextToken === undefined
          ? {
              SecurityGroups: [{ GroupId: 'sg-1', IpPermissions: inbound('pl-1', 'pl-2'), ...own }],
              NextToken: 'more',
            }
          : {
              SecurityGroups: [
                {
                  GroupId: 'sg-2',
                  IpPermissions: inbound('pl-1'),
                  IpPermissionsEgress: inbound('pl-3'),
                  ...own,
                },
                { GroupId: 'sg-3', ...own },
              ],
            },
      ...interfaces(),
      getManagedPrefixListEntries: ({ PrefixListId, NextToken }: Record<string, string>) => {
        if (PrefixListId === 'pl-2') throw sdkError('InvalidPrefixListID.NotFound');
        return NextToken === undefined
          ? { Entries: [{ Cidr: '8.8.8.0/24' }], NextToken: 'more' }
          : { Entries: [{ Cidr: '0.0.0.0/0' }] };
      },
    });
    expect(of<Ec2SecurityGroup>(ec2SecurityGroup).map(({ prefixLists }) => prefixLists)).toEqual([
      { 'pl-1': ['0.0.0.0/0', '8.8.8.0/24'], 'pl-2': [] },
      { 'pl-1': ['0.0.0.0/0', '8.8.8.0/24'] },
      {},
    ]);
    expect(calls.filter((call) => call === 'getManagedPrefixListEntries')).toHaveLength(3);
  });

  it('say so where a prefix list could not be read', async () => {
    const { of } = await list(ec2SecurityGroupReader, {
      ...groups({ GroupId: 'sg-1', IpPermissions: inbound('pl-1'), ...own }),
      ...interfaces(),
      getManagedPrefixListEntries: denial,
    });
    expect(of(ec2SecurityGroup)).toMatchObject([{ prefixLists: { noEvidence: 'denied' } }]);
  });

  it('are described one by one', async () => {
    const { aws } = ec2({
      ...groups({ GroupId: 'sg-1', ...own }),
      describeNetworkInterfaces: ({ Filters, NextToken }: { Filters: unknown; NextToken?: string }) => {
        expect(Filters).toEqual([{ Name: 'group-id', Values: ['sg-1'] }]);
        return NextToken === undefined ? { NextToken: 'more' } : { NetworkInterfaces: [{}] };
      },
    });
    const one = await ec2SecurityGroupReader.describe(aws, ref('security-group', 'sg-1'));
    expect(one).toMatchObject({ id: 'sg-1', attached: true, prefixLists: {} });
  });

  it('are described together by one call each, with what has which', async () => {
    const { aws, calls } = ec2({
      describeSecurityGroups: ({ GroupIds }: { GroupIds: string[] }) => ({
        SecurityGroups: GroupIds.map((GroupId) => ({ GroupId, ...own })),
      }),
      describeNetworkInterfaces: ({ NextToken }: { NextToken?: string }) =>
        NextToken === undefined
          ? { NextToken: 'more', NetworkInterfaces: [{ Groups: [{ GroupId: 'sg-1' }, { GroupId: 'sg-9' }] }] }
          : { NetworkInterfaces: [{ Groups: [{ GroupId: 'sg-3' }] }] },
    });
    const refs = ['sg-1', 'sg-2', 'sg-3'].map((id) => ref('security-group', id));
    const groupsOf = await ec2SecurityGroupReader.describeMany?.(aws, refs);
    expect((groupsOf as Ec2SecurityGroup[]).map(({ id, attached }) => [id, attached])).toEqual([
      ['sg-1', true],
      ['sg-2', false],
      ['sg-3', true],
    ]);
    expect(calls).toEqual([
      'describeSecurityGroups',
      'describeNetworkInterfaces',
      'describeNetworkInterfaces',
    ]);
  });

  it('are not told of together where AWS does not know one of them', async () => {
    const { aws } = ec2({
      describeSecurityGroups: () => {
        throw sdkError('InvalidGroup.NotFound');
      },
    });
    expect(await ec2SecurityGroupReader.describeMany?.(aws, [ref('security-group', 'sg-1')])).toBeNull();
  });
});
