import { text } from '../fields.js';

const PROTOCOLS: Readonly<Record<string, string>> = {
  '-1': 'all',
  '1': 'icmp',
  '6': 'tcp',
  '17': 'udp',
  '58': 'icmpv6',
};

export interface Traffic {
  protocol: string;
  fromPort: number | null;
  toPort: number | null;
  icmp: { type: number | null; code: number | null } | null;
}

const named = (value: number | undefined): number | null =>
  value === undefined || value === -1 ? null : value;

/**
 * What a rule is about. Only tcp and udp have ports; security groups write ICMP's type and code where these have them
 * (docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html).
 */
export function trafficOf(rule: {
  protocol: string | undefined;
  from: number | undefined;
  to: number | undefined;
}): Traffic {
  const word = (text(rule.protocol) ?? '-1').toLowerCase();
  const protocol = PROTOCOLS[word] ?? word;
  const [from, to] = [named(rule.from), named(rule.to)];
  const ported = protocol === 'tcp' || protocol === 'udp';
  const typed = protocol === 'icmp' || protocol === 'icmpv6';
  return {
    protocol,
    fromPort: ported ? from : null,
    toPort: ported ? to : null,
    icmp: typed ? { type: from, code: to } : null,
  };
}
