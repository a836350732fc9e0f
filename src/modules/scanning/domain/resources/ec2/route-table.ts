import { z } from 'zod';
import { part } from '../../part.js';
import { resourceType } from '../../resource-type.js';
import { ec2Arn, nameTag, tags } from '../shared.js';
import { cidr } from './traffic.js';

export const route = z.object({
  /** A CIDR, or the id of a prefix list (`pl-…`). */
  destination: z.string(),
  /** `local`, or the id of the gateway, peering connection, interface … that the traffic goes to. */
  target: z.string().nullable(),
  /** `blackhole`: the target is gone, and the traffic is dropped. */
  state: z.string().nullable(),
  /** `CreateRoute`, `CreateRouteTable`, `EnableVgwRoutePropagation` */
  origin: z.string().nullable(),
});

export const ec2RouteTable = resourceType({
  type: 'AWS::EC2::RouteTable',
  service: 'ec2',
  schema: z.object({
    id: z.string(),
    vpcId: z.string().nullable(),
    /** Of all subnets that are associated with no other. */
    main: z.boolean(),
    subnetIds: z.array(z.string()),
    routes: z.array(route),
    tags,
    /** The other end's CIDRs of the peering connections that its routes go to, by their id; null: not told. */
    peerCidrs: part(z.record(z.string(), z.array(cidr).nullable())),
  }),
  volatile: ['peerCidrs'],
  arn: (table, at) => ec2Arn('route-table', table.id, at),
  name: nameTag,
  tags: (table) => table.tags,
  relates: (table, at) => [
    ...(table.vpcId === null ? [] : [ec2Arn('vpc', table.vpcId, at)]),
    ...table.subnetIds.map((id) => ec2Arn('subnet', id, at)),
  ],
});

export type Ec2RouteTable = z.infer<typeof ec2RouteTable.schema>;
export type Route = z.infer<typeof route>;

/** The routes that lead through a VPC peering connection. */
export const peeringRoutes = (routes: readonly Route[]): { route: Route; connectionId: string }[] =>
  routes.flatMap((one) =>
    one.target?.startsWith('pcx-') === true ? [{ route: one, connectionId: one.target }] : [],
  );
