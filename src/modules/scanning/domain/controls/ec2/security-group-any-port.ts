import { control, fail, pass, withoutPart } from '../../control.js';
import { ec2SecurityGroup } from '../../resources/ec2/security-group.js';
import { exposure } from './ingress.js';
import { ALL_PORTS, type PortProtocol, type PortRange, portsWithout, written } from './ports.js';

const PROTOCOLS: readonly PortProtocol[] = ['tcp', 'udp'];

/** `443`, `8000-8010`, and for UDP `443/udp`. What is written in no such way allows nothing. */
function allowed(ports: readonly string[], protocol: PortProtocol): PortRange[] {
  return ports.flatMap((port) => {
    const [, from, to = from, named = 'tcp'] =
      /^(\d{1,5})(?:-(\d{1,5}))?(?:\/(tcp|udp))?$/.exec(port.trim()) ?? [];
    return from === undefined || named !== protocol ? [] : { from: Number(from), to: Number(to) };
  });
}

/** Security Hub's EC2.18; ICMP and other protocols without ports are not asked about there either. */
export const securityGroupAnyPort = control({
  id: 'ec2_securitygroup_allow_ingress_from_internet_to_any_port',
  on: ec2SecurityGroup,
  severity: 'high',
  class: 'security',
  title: 'Security group lets the whole internet in on a port that is not allowed to be public',
  risk: 'Each port that is open to all widens what can be attacked, and is easily forgotten.',
  remediation: {
    text: 'Let the whole internet in to web ports only; all else to the sources that need it.',
    steps: [
      'See who uses the open ports: the VPC flow logs tell the sources.',
      'Add inbound rules for those sources, and remove the ones from 0.0.0.0/0 and ::/0.',
      'Where a port is meant to be public, add it to the parameter allowedPorts (443, 8000-8010, 443/udp).',
    ],
    url: 'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
  },
  needs: [],
  parameters: { allowedPorts: ['80', '443'] },
  decide: (group, { parameters: { allowedPorts } }) => {
    const exposures = PROTOCOLS.map((protocol) => {
      const asked = portsWithout([ALL_PORTS], allowed(allowedPorts, protocol));
      return { protocol, ...exposure(group, protocol, asked) };
    });
    const open = exposures.flatMap((one) => one.open.map((range) => `${written(range)}/${one.protocol}`));
    if (open.length > 0) {
      const byText = new Map(
        exposures.flatMap(({ rules }) => rules).map((rule) => [JSON.stringify(rule), rule]),
      );
      const families = [...new Set(exposures.flatMap((one) => one.families))].sort();
      return fail({ openPorts: open, allowedPorts, families, rules: [...byText.values()] });
    }
    const missing = exposures.find((one) => one.missing !== null)?.missing ?? null;
    return missing === null ? pass({ allowedPorts }) : withoutPart('prefixLists', missing);
  },
});
