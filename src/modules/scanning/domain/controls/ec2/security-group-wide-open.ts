import { control, fail, pass, withoutPart } from '../../control.js';
import { isNoEvidence } from '../../part.js';
import { ec2SecurityGroup } from '../../resources/ec2/security-group.js';
import { blockOf, INTERNET, overlap } from './addresses.js';
import { sourcesOf } from './ingress.js';
import { portsOf, written } from './ports.js';

/**
 * Inbound only: a wide destination of an outbound rule is still narrower than the 0.0.0.0/0 that each new group has.
 * 0.0.0.0/0 itself, the sources of one port for all, is what the controls on ports are about.
 */
export const securityGroupWideOpen = control({
  id: 'ec2_securitygroup_allow_wide_open_public_ipv4',
  on: ec2SecurityGroup,
  severity: 'medium',
  class: 'security',
  title: 'Security group lets in a wide range of public IPv4 addresses',
  risk: 'A wide public range holds many more machines than the ones that were meant, most of them strangers.',
  remediation: {
    text: 'Name the addresses that are meant, or a prefix list of them.',
    steps: [
      'See which addresses of the range really come in: the VPC flow logs tell.',
      'Add inbound rules for those, and remove the one for the wide range.',
    ],
    url: 'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
  },
  needs: [],
  parameters: { minPrefixLength: 24 },
  decide: (group, { parameters: { minPrefixLength } }) => {
    const isWide = (cidr: string): boolean => {
      const block = blockOf(cidr);
      if (block === null || block.family !== 'ipv4') return false;
      const { prefixLength } = block;
      return prefixLength > 0 && prefixLength < minPrefixLength && overlap(INTERNET.ipv4, block);
    };
    const wide = group.ingress.flatMap((rule) => {
      const cidrs = sourcesOf(group, rule).filter(isWide);
      const ports = portsOf(rule, 'tcp') ?? portsOf(rule, 'udp');
      const { protocol } = rule;
      return cidrs.length === 0 ? [] : { protocol, ports: ports === null ? null : written(ports), cidrs };
    });
    if (wide.length > 0) return fail({ minPrefixLength, rules: wide });
    return isNoEvidence(group.prefixLists)
      ? withoutPart('prefixLists', group.prefixLists)
      : pass({ minPrefixLength });
  },
});
