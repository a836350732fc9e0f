import { type Control, control, fail, pass } from '../../control.js';
import { ec2NetworkAcl } from '../../resources/ec2/network-acl.js';
import { aclExposure } from './network-acl-ingress.js';
import { type PortProtocol, portsWithout, USABLE_PORTS } from './ports.js';

/** Security Hub's EC2.21 asks about these two. */
const portControl = (port: number, name: string): Control =>
  control({
    id: `ec2_networkacl_allow_ingress_tcp_port_${port}`,
    on: ec2NetworkAcl,
    severity: 'medium',
    class: 'security',
    title: `Network ACL lets the whole internet in to ${name} (${port})`,
    risk: 'The subnet has no second wall: one security group that is opened by mistake suffices for anybody to come in.',
    remediation: {
      text: `Deny TCP port ${port} from the internet before any entry that allows it.`,
      steps: [
        `Add an inbound entry that denies TCP ${port} from 0.0.0.0/0, and one from ::/0, with the lowest numbers of the list.`,
        `Where some sources need the port, allow them by entries with numbers below those.`,
        // a network ACL keeps no state: answers come in by the ports 1024-65535, which hold 3389
        'Leave the entry that lets answers in (1024-65535) where it is: the denial before it closes this port alone.',
      ],
      url: 'https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html',
    },
    needs: [],
    decide: (acl) => {
      const { open, families, ruleNumbers } = aclExposure(acl, 'tcp', [{ from: port, to: port }]);
      if (open.length === 0) return pass({ port });
      return fail({ port, families, ruleNumbers, subnetIds: acl.subnetIds });
    },
  });

const PROTOCOLS: readonly PortProtocol[] = ['tcp', 'udp'];

/**
 * Every port, as the ACL lets all in that AWS makes with a VPC. A single open port fails nothing here: a subnet that
 * answers the internet has to open its own ports, and one that asks it 1024-65535 for the answers
 * (docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html).
 */
const anyPort = control({
  id: 'ec2_networkacl_allow_ingress_any_port',
  on: ec2NetworkAcl,
  severity: 'high',
  class: 'security',
  title: 'Network ACL lets the whole internet in on every port',
  risk: 'The subnet has no second wall: whatever a security group opens by mistake is open to anybody.',
  remediation: {
    text: 'Allow the ports that the subnet serves and those that answers come back to, and deny the rest.',
    steps: [
      'List what the machines of the subnet serve, and to whom.',
      'Add inbound entries that deny TCP 22 and 3389 from the internet, then ones that allow what is served.',
      'Allow 1024-65535 for answers: a network ACL does not remember what went out.',
      'Remove the entry that allows all traffic from 0.0.0.0/0 or ::/0.',
    ],
    url: 'https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html',
  },
  needs: [],
  decide: (acl) => {
    const all = PROTOCOLS.map((protocol) => ({ protocol, ...aclExposure(acl, protocol) })).filter(
      ({ open }) => portsWithout([USABLE_PORTS], open).length === 0,
    );
    const [first] = all;
    if (first === undefined) return pass();
    const { families, ruleNumbers } = first;
    const protocols = all.map(({ protocol }) => protocol);
    return fail({ protocols, families, ruleNumbers, subnetIds: acl.subnetIds });
  },
});

export const networkAclPortControls: readonly Control[] = [
  anyPort,
  portControl(22, 'SSH'),
  portControl(3389, 'Remote Desktop'),
];
