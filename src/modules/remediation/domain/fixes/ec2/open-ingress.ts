import { fix, change, nothing, refuse, type Fix } from '../../fix.js';
import {
  authorize,
  type GroupRule,
  hasTagsOfAws,
  portsOf,
  protocolOf,
  revoke,
  rulesOfGroup,
  textOf,
  TOO_MANY,
} from './group-rules.js';
import { isOpen, type Offending, openOnAllPorts, openOnPorts, tooWide } from './open-rules.js';

const TO = 'ec2_securitygroup_allow_ingress_from_internet_to_';

/** Those who serve the web notice it when these close. */
const WEB = [80, 443];

/**
 * Revokes the rules that a control names, and no others. Taking back authorizes all inbound rules of before that a fix
 * may revoke: AWS says of those that were not that they are there.
 * AWSEC2/latest/APIReference/API_RevokeSecurityGroupIngress.html
 */
const closing = (
  id: string,
  controls: readonly string[],
  title: string,
  offending: (rules: readonly GroupRule[], evidence: unknown) => Offending,
): Fix =>
  fix({
    ...{ id, controls, title, type: 'AWS::EC2::SecurityGroup' },
    reads: { group: rulesOfGroup },
    actions: ['ec2:RevokeSecurityGroupIngress', 'ec2:AuthorizeSecurityGroupIngress', 'ec2:CreateTags'],
    plan: ({ target: { name }, state: { group }, evidence }) => {
      if (group.NextToken !== undefined) return refuse(TOO_MANY);
      const rules = group.SecurityGroupRules;
      const { revoke: found, lists } = offending(rules, evidence);
      const [list] = lists;
      if (list?.PrefixListId !== undefined) {
        return refuse(
          `It is open by the prefix list ${list.PrefixListId}: change the list, or the rule by hand`,
        );
      }
      if (found.length === 0) return nothing('No rule lets in what the control is about');
      if (found.some(hasTagsOfAws)) return refuse('AWS manages a rule: change what has made it');
      return change(
        [...found.map((rule) => `No longer lets in ${textOf(rule)}`), ...closed(rules, found)],
        [...found.map((rule) => revoke(name, rule))],
      );
    },
    restore: ({ target: { name }, before: { group } }) =>
      group.SecurityGroupRules.filter(isOpen).map((rule) => authorize(name, rule)),
  });

/** A wide rule may be what the web comes in by. */
function closed(rules: readonly GroupRule[], revoked: readonly GroupRule[]): string[] {
  const serves = (some: readonly GroupRule[], port: number) =>
    some.some((rule) => {
      const ports = portsOf(rule);
      const isTcp = protocolOf(rule) === 'tcp' || protocolOf(rule) === 'all';
      return isOpen(rule) && isTcp && ports !== null && ports.from <= port && port <= ports.to;
    });
  const rest = rules.filter((rule) => !revoked.includes(rule));
  const ports = WEB.filter((port) => serves(revoked, port) && !serves(rest, port));
  if (ports.length === 0) return [];
  return [
    `No rule lets in the web (${ports.join(', ')}) from the internet any more: add one before, where it is needed`,
  ];
}

const PORTS = [
  ...['tcp_port_22', 'tcp_port_3389', 'tcp_ftp_port_20_21', 'tcp_port_telnet_23', 'tcp_port_mysql_3306'],
  ...['tcp_port_postgres_5432', 'tcp_port_redis_6379', 'tcp_port_mongodb_27017_27018'],
  ...[
    'tcp_port_memcached_11211',
    'tcp_port_elasticsearch_kibana_9200_9300_5601',
    'tcp_port_oracle_1521_2483',
  ],
  ...['tcp_port_sql_server_1433_1434', 'tcp_port_kafka_9092', 'tcp_port_cassandra_7199_9160_8888'],
  'any_port',
].map((port) => `${TO}${port}`);

export const closeOpenPorts = closing(
  'ec2_securitygroup_close_open_ports',
  PORTS,
  'Revoke the rules that let the whole internet in to these ports',
  openOnPorts,
);

export const closeAllPorts = closing(
  `${TO}all_ports`,
  [`${TO}all_ports`],
  'Revoke the rules that let the whole internet in on every port',
  openOnAllPorts,
);

export const closeWideRanges = closing(
  'ec2_securitygroup_allow_wide_open_public_ipv4',
  ['ec2_securitygroup_allow_wide_open_public_ipv4'],
  'Revoke the rules that let in wide ranges of public addresses',
  tooWide,
);
