import { control, fail, notApplicable, pass, undecided } from '../../control.js';
import { ec2RouteTable, peeringRoutes } from '../../resources/ec2/route-table.js';
import { blockOf } from './addresses.js';

/** One holds all addresses of the other. */
const holds = (outer: string, inner: string): boolean => {
  const [a, b] = [blockOf(outer), blockOf(inner)];
  return a !== null && b !== null && a.family === b.family && a.first <= b.first && b.last <= a.last;
};

/**
 * A route through a peering connection should lead to a part of the other VPC, such as one of its subnets (CIS 5.5).
 * It is too wide where it holds one of the other VPC's CIDR blocks as a whole, or is about all addresses.
 */
export const peeringRoutesLeastPrivilege = control({
  id: 'vpc_peering_routing_tables_with_least_privilege',
  on: ec2RouteTable,
  severity: 'medium',
  class: 'security',
  title: 'Route table leads to the whole of a peered VPC',
  risk: 'Who gets into one VPC can reach every machine of the other, not only those that the peering is for.',
  remediation: {
    text: 'Route to the subnets of the other VPC that are meant.',
    steps: [
      'List the addresses in the other VPC that are used: the VPC flow logs tell.',
      'Add routes to their subnets through the peering connection.',
      'Delete the route to the whole VPC.',
    ],
    url: 'https://docs.aws.amazon.com/vpc/latest/peering/peering-configurations-partial-access.html',
  },
  needs: ['peerCidrs'],
  decide: ({ routes, peerCidrs }) => {
    // AWS drops what a blackhole route takes
    const peering = peeringRoutes(routes).filter(({ route }) => route.state !== 'blackhole');
    if (peering.length === 0) return notApplicable({ peeringRoutes: 0 });
    const judged = peering.map(({ route: { destination }, connectionId }) => {
      const cidrs = peerCidrs[connectionId] ?? null;
      const all = blockOf(destination)?.prefixLength === 0;
      const wide = all || (cidrs ?? []).some((cidr) => holds(destination, cidr));
      const unknown = !wide && (cidrs === null || blockOf(destination) === null);
      return { destination, connectionId, peerCidrs: cidrs, wide, unknown };
    });
    const shown = ({ destination, connectionId, peerCidrs: cidrs }: (typeof judged)[number]) => ({
      ...{ destination, connectionId, peerCidrs: cidrs },
    });
    const wide = judged.filter((route) => route.wide);
    if (wide.length > 0) return fail({ routes: wide.map(shown) });
    const unknown = judged.filter((route) => route.unknown);
    return unknown.length > 0
      ? undecided('AWS does not tell the CIDRs of the peered VPC or of the prefix list', {
          routes: unknown.map(shown),
        })
      : pass({ routes: judged.map(shown) });
  },
});
