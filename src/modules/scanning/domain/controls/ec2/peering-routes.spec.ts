import { describe, expect, it } from '@jest/globals';
import { routeTable } from '../../../../../../test/support/examples/ec2-network.js';
import { context, denied } from '../../../../../../test/support/scanning-examples.js';
import { type Ec2RouteTable } from '../../resources/ec2/route-table.js';
import { peeringRoutesLeastPrivilege } from './peering-routes.js';

const decide = (
  destination: string,
  peerCidrs: Ec2RouteTable['peerCidrs'] = { 'pcx-1': ['10.1.0.0/16', '10.2.0.0/16'] },
  state = 'active',
) =>
  peeringRoutesLeastPrivilege.evaluate(
    routeTable(
      [
        ['0.0.0.0/0', 'igw-1'],
        [destination, 'pcx-1', state],
      ],
      { peerCidrs },
    ),
    context(),
  );

describe('vpc_peering_routing_tables_with_least_privilege', () => {
  it('passes a route to a part of the other VPC', () => {
    expect(decide('10.1.4.0/24').verdict).toBe('pass');
    expect(decide('10.2.0.0/17').verdict).toBe('pass');
  });

  it.each(['10.1.0.0/16', '10.2.0.0/16', '10.0.0.0/8', '0.0.0.0/0', '::/0'])(
    'fails a route to %s: a whole block of it, or more',
    (destination) => {
      expect(decide(destination)).toMatchObject({
        verdict: 'fail',
        evidence: { routes: [{ destination, connectionId: 'pcx-1' }] },
      });
    },
  );

  it('is not about tables without such routes, or with ones whose connection is gone', () => {
    const none = routeTable([['0.0.0.0/0', 'igw-1']]);
    expect(peeringRoutesLeastPrivilege.evaluate(none, context()).verdict).toBe('not_applicable');
    expect(decide('10.1.0.0/16', { 'pcx-1': null }, 'blackhole').verdict).toBe('not_applicable');
  });

  it('does not decide where AWS does not tell the other’s CIDRs, or a prefix list’s', () => {
    expect(decide('10.1.0.0/16', { 'pcx-1': null }).verdict).toBe('no_evidence');
    expect(decide('pl-1').verdict).toBe('no_evidence');
    expect(decide('0.0.0.0/0', { 'pcx-1': null }).verdict).toBe('fail');
  });

  it('has no evidence where the connections could not be read', () => {
    expect(decide('10.1.4.0/24', denied).verdict).toBe('no_evidence');
  });
});
