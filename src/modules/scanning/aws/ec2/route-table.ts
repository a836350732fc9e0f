import { type Route as AwsRoute, type RouteTable, type VpcPeeringConnection } from '@aws-sdk/client-ec2';
import { type Aws } from '../../../../platform/aws/index.js';
import { isNoEvidence, NOT_READ, type Part } from '../../domain/part.js';
import {
  ec2RouteTable,
  type Ec2RouteTable,
  peeringRoutes,
  type Route,
} from '../../domain/resources/ec2/route-table.js';
import { byKey, idOf, tagMap, text } from '../fields.js';
import { present } from '../map-concurrent.js';
import { read, reader, unlessGone, type Want } from '../reader.js';
import { isOwn, pagesOf } from './pages.js';

/** The most that this call takes; the others take 1,000. */
const PAGE = 100;
const CONNECTIONS = 1_000;
/** EC2 takes 200 values in a filter; a page of tables with more is asked for without one. */
const FILTERED = 200;

export const ec2RouteTableReader = reader(ec2RouteTable, {
  scope: 'region',
  list: async function* (aws, _place, want) {
    const ec2 = await aws.ec2();
    const pages = pagesOf((NextToken) => ec2.describeRouteTables({ MaxResults: PAGE, NextToken }));
    for await (const { RouteTables = [] } of pages)
      yield await withPeers(aws, RouteTables.filter(isOwn(aws.account.accountId)), want);
  },
  describe: async (aws, ref) => {
    const here = aws.in(ref.region);
    const ec2 = await here.ec2();
    const found = await unlessGone(
      () => ec2.describeRouteTables({ RouteTableIds: [idOf(ref)] }),
      'InvalidRouteTableID.NotFound',
    );
    const [table] = await withPeers(here, found?.RouteTables ?? [], null);
    return table ?? null;
  },
});

/** One more call for a page where a route leads through a peering connection, none where none does. */
async function withPeers(aws: Aws, page: readonly RouteTable[], want: Want): Promise<Ec2RouteTable[]> {
  const tables = present(page.map(toTable));
  const ids = [
    ...new Set(tables.flatMap(({ routes }) => peeringRoutes(routes)).map(({ connectionId }) => connectionId)),
  ];
  const wanted = want?.has('peerCidrs') ?? true;
  const connections = ids.length === 0 ? [] : wanted ? await read(() => connectionsOf(aws, ids)) : NOT_READ;
  return tables.map((table) => ({ ...table, peerCidrs: peersOf(table, connections) }));
}

async function connectionsOf(aws: Aws, ids: readonly string[]): Promise<VpcPeeringConnection[]> {
  const ec2 = await aws.ec2();
  const found: VpcPeeringConnection[] = [];
  // a filter and not VpcPeeringConnectionIds, which is refused as a whole for one that is gone
  const Filters = [{ Name: 'vpc-peering-connection-id', Values: [...ids] }];
  const pages = pagesOf((NextToken) =>
    ec2.describeVpcPeeringConnections({
      ...(ids.length <= FILTERED ? { Filters } : {}),
      MaxResults: CONNECTIONS,
      NextToken,
    }),
  );
  for await (const { VpcPeeringConnections = [] } of pages) found.push(...VpcPeeringConnections);
  return found;
}

function peersOf(
  { vpcId, routes }: Pick<Ec2RouteTable, 'vpcId' | 'routes'>,
  connections: Part<readonly VpcPeeringConnection[]>,
): Ec2RouteTable['peerCidrs'] {
  const ids = [...new Set(peeringRoutes(routes).map(({ connectionId }) => connectionId))];
  if (ids.length === 0) return {};
  if (isNoEvidence(connections)) return connections;
  return Object.fromEntries(
    ids.map((id) => {
      const one = connections.find(({ VpcPeeringConnectionId }) => VpcPeeringConnectionId === id);
      const { RequesterVpcInfo, AccepterVpcInfo } = one ?? {};
      const peer = RequesterVpcInfo?.VpcId === vpcId ? AccepterVpcInfo : RequesterVpcInfo;
      const cidrs = [
        peer?.CidrBlock,
        ...(peer?.CidrBlockSet ?? []).map(({ CidrBlock }) => CidrBlock),
        ...(peer?.Ipv6CidrBlockSet ?? []).map(({ Ipv6CidrBlock }) => Ipv6CidrBlock),
      ].flatMap((cidr) => text(cidr) ?? []);
      // AWS leaves them out while the connection is not active
      return [id, cidrs.length === 0 ? null : [...new Set(cidrs)].sort()];
    }),
  );
}

function toTable(table: RouteTable): Omit<Ec2RouteTable, 'peerCidrs'> | null {
  if (table.RouteTableId === undefined) return null;
  const associations = table.Associations ?? [];
  return {
    id: table.RouteTableId,
    vpcId: text(table.VpcId),
    main: associations.some(({ Main }) => Main === true),
    subnetIds: associations.flatMap(({ SubnetId }) => text(SubnetId) ?? []).sort(),
    routes: byKey(
      (table.Routes ?? []).flatMap(toRoute),
      ({ destination, target }) => `${destination} ${target}`,
    ),
    tags: tagMap(table.Tags),
  };
}

function toRoute(route: AwsRoute): Route[] {
  const destination =
    text(route.DestinationCidrBlock) ??
    text(route.DestinationIpv6CidrBlock) ??
    text(route.DestinationPrefixListId);
  if (destination === null) return [];
  const targets = [
    route.GatewayId,
    route.NatGatewayId,
    route.TransitGatewayId,
    route.VpcPeeringConnectionId,
    route.NetworkInterfaceId,
    route.InstanceId,
    route.EgressOnlyInternetGatewayId,
    route.LocalGatewayId,
    route.CarrierGatewayId,
    route.CoreNetworkArn,
    route.OdbNetworkArn,
  ];
  const [target = null] = targets.flatMap((one) => text(one) ?? []);
  return [{ destination, target, state: text(route.State), origin: text(route.Origin) }];
}
