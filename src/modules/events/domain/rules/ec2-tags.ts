import { changed, kind, type Target } from '../rule.js';
import * as kinds from './ec2-kinds.js';
import { each } from './ec2-shapes.js';

/** What the inventory does not hold, by the start of its ids. */
const OTHERS: ReadonlyMap<string, string> = new Map([
  ['sgr', 'security-group-rule'],
  ['igw', 'internet-gateway'],
  ['eigw', 'egress-only-internet-gateway'],
  ['cagw', 'carrier-gateway'],
  ['nat', 'natgateway'],
  ['vgw', 'vpn-gateway'],
  ['cgw', 'customer-gateway'],
  ['vpn', 'vpn-connection'],
  ['cvpn-endpoint', 'client-vpn-endpoint'],
  ['vpce', 'vpc-endpoint'],
  ['vpce-svc', 'vpc-endpoint-service'],
  ['pcx', 'vpc-peering-connection'],
  ['dopt', 'dhcp-options'],
  ['pl', 'prefix-list'],
  ['lt', 'launch-template'],
  ['fleet', 'fleet'],
  ['sfr', 'spot-fleet-request'],
  ['sir', 'spot-instances-request'],
  ['cr', 'capacity-reservation'],
  ['h', 'dedicated-host'],
  ['eice', 'instance-connect-endpoint'],
  ['iew', 'instance-event-window'],
  ['import-ami', 'import-image-task'],
  ['import-snap', 'import-snapshot-task'],
  ['export-ami', 'export-image-task'],
  ['tgw', 'transit-gateway'],
  ['tgw-attach', 'transit-gateway-attachment'],
  ['tgw-rtb', 'transit-gateway-route-table'],
  ['tmf', 'traffic-mirror-filter'],
  ['tms', 'traffic-mirror-session'],
  ['tmt', 'traffic-mirror-target'],
  ['nip', 'network-insights-path'],
  ['nia', 'network-insights-analysis'],
  ['scr', 'subnet-cidr-reservation'],
]);

const STARTS = [/^(.+)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, /^(.+)-[0-9A-Za-z]+$/];

/** They are many: one target for them all is found faster than one for each. */
const other = kind(null, 'arn:{partition}:ec2:{region}:{account}:{}', {
  id: (id) => {
    const resource = STARTS.map((start) => OTHERS.get(start.exec(id)?.[1] ?? '')).find(Boolean);
    return resource === undefined ? undefined : `${resource}/${id}`;
  },
});

/** All that EC2 tags, by ids that tell what they are of: each kind takes its own from the list. */
const tagged = (path: string): Target[] =>
  [
    ...[kinds.instance, kinds.volume, kinds.snapshot, kinds.image, kinds.address, kinds.networkInterface],
    ...[kinds.vpc, kinds.subnet, kinds.routeTable, kinds.networkAcl, kinds.securityGroup, kinds.flowLog],
    other,
    ...['ipam', 'ipam-pool', 'ipam-scope'].map((name) => kinds.untrackedGlobal(name, name)),
  ].map((of) => of(path));

/** Tags are a part of what has them; one call may tag a thousand resources of many kinds. */
export const tagRules = each(['CreateTags', 'DeleteTags'], ({ asked }) =>
  changed(...tagged(asked('resourcesSet[].resourceId', 'resourceId[]'))),
);
