import { control, fail, pass, withoutPart } from '../../control.js';
import { ec2SecurityGroup } from '../../resources/ec2/security-group.js';
import { exposure } from './ingress.js';
import { type PortProtocol, portsWithout, USABLE_PORTS } from './ports.js';

const PROTOCOLS: readonly PortProtocol[] = ['tcp', 'udp'];

export const securityGroupAllPorts = control({
  id: 'ec2_securitygroup_allow_ingress_from_internet_to_all_ports',
  on: ec2SecurityGroup,
  severity: 'critical',
  class: 'security',
  title: 'Security group lets the whole internet in on every port',
  risk: 'Whatever listens on the machines behind it, meant for others or not, can be reached by anybody.',
  remediation: {
    text: 'Replace the rule by ones for the ports and sources that are needed.',
    steps: [
      'List what listens on the machines, and who uses it: the VPC flow logs tell both.',
      'Add an inbound rule for each such port and its sources.',
      'Remove the inbound rule for all traffic, or all ports, from 0.0.0.0/0 or ::/0.',
    ],
    url: 'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
  },
  needs: [],
  // each port for itself: 0-1023 in one rule and 1024-65535 in another are all ports too
  decide: (group) => {
    const exposures = PROTOCOLS.map((protocol) => ({ protocol, ...exposure(group, protocol) }));
    const all = exposures.filter(({ open }) => portsWithout([USABLE_PORTS], open).length === 0);
    const [first] = all;
    if (first !== undefined) {
      const { families, rules } = first;
      return fail({ protocols: all.map(({ protocol }) => protocol), families, rules });
    }
    const missing = exposures.find((one) => one.missing !== null)?.missing ?? null;
    return missing === null ? pass() : withoutPart('prefixLists', missing);
  },
});
