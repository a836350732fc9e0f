import { type Control, control, fail, pass, type Severity, withoutPart } from '../../control.js';
import { ec2SecurityGroup } from '../../resources/ec2/security-group.js';
import { exposure } from './ingress.js';
import { written } from './ports.js';

interface Listener {
  /** What follows `ec2_securitygroup_allow_ingress_from_internet_to_` in the id. */
  id: string;
  name: string;
  ports: readonly number[];
  severity: Severity;
  risk: string;
}

const DATA =
  'A data store that anybody can reach is found by scanners within minutes, and then falls to a guessed password or an open hole.';

/**
 * Ports that nobody should reach from the whole internet. Severities: Security Hub's EC2.13 and EC2.14 (22 and 3389),
 * EC2.19 (the others); docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html
 */
const LISTENERS: readonly Listener[] = [
  {
    id: 'tcp_port_22',
    name: 'SSH (22)',
    ports: [22],
    severity: 'high',
    risk: 'Passwords and keys of the machines behind it can be tried from anywhere, all day.',
  },
  {
    id: 'tcp_port_3389',
    name: 'Remote Desktop (3389)',
    ports: [3389],
    severity: 'high',
    risk: 'Remote Desktop open to all is the commonest way in for ransomware.',
  },
  {
    id: 'tcp_ftp_port_20_21',
    name: 'FTP (20, 21)',
    ports: [20, 21],
    severity: 'critical',
    risk: 'FTP sends names, passwords and files in the clear, and is open to guesses of both.',
  },
  {
    id: 'tcp_port_telnet_23',
    name: 'Telnet (23)',
    ports: [23],
    severity: 'critical',
    risk: 'Telnet sends all that is typed in the clear, passwords too.',
  },
  { id: 'tcp_port_mysql_3306', name: 'MySQL (3306)', ports: [3306], severity: 'critical', risk: DATA },
  {
    id: 'tcp_port_postgres_5432',
    name: 'PostgreSQL (5432)',
    ports: [5432],
    severity: 'critical',
    risk: DATA,
  },
  { id: 'tcp_port_redis_6379', name: 'Redis (6379)', ports: [6379], severity: 'critical', risk: DATA },
  {
    id: 'tcp_port_mongodb_27017_27018',
    name: 'MongoDB (27017, 27018)',
    ports: [27017, 27018],
    severity: 'critical',
    risk: DATA,
  },
  {
    id: 'tcp_port_memcached_11211',
    name: 'Memcached (11211)',
    ports: [11211],
    severity: 'critical',
    risk: DATA,
  },
  {
    id: 'tcp_port_elasticsearch_kibana_9200_9300_5601',
    name: 'Elasticsearch or Kibana (9200, 9300, 5601)',
    ports: [9200, 9300, 5601],
    severity: 'critical',
    risk: DATA,
  },
  {
    id: 'tcp_port_oracle_1521_2483',
    name: 'Oracle (1521, 2483)',
    ports: [1521, 2483],
    severity: 'critical',
    risk: DATA,
  },
  {
    id: 'tcp_port_sql_server_1433_1434',
    name: 'SQL Server (1433, 1434)',
    ports: [1433, 1434],
    severity: 'critical',
    risk: DATA,
  },
  { id: 'tcp_port_kafka_9092', name: 'Kafka (9092)', ports: [9092], severity: 'critical', risk: DATA },
  {
    id: 'tcp_port_cassandra_7199_9160_8888',
    name: 'Cassandra (7199, 9160, 8888)',
    ports: [7199, 9160, 8888],
    severity: 'critical',
    risk: DATA,
  },
];

const listenerControl = ({ id, name, ports, severity, risk }: Listener): Control =>
  control({
    id: `ec2_securitygroup_allow_ingress_from_internet_to_${id}`,
    on: ec2SecurityGroup,
    severity,
    class: 'security',
    title: `Security group lets the whole internet in to ${name}`,
    risk,
    remediation: {
      text: `Let in to port ${ports.join(', ')} only the addresses or security groups that need it.`,
      steps: [
        'See who uses the port: the VPC flow logs tell the sources.',
        'Add an inbound rule for those sources, or use Session Manager or a VPN, which need none.',
        'Remove the inbound rules whose source is 0.0.0.0/0 or ::/0, also those of wider port ranges.',
      ],
      url: 'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
    },
    needs: [],
    decide: (group) => {
      const asked = ports.map((port) => ({ from: port, to: port }));
      const { open, families, rules, missing } = exposure(group, 'tcp', asked);
      if (open.length > 0) return fail({ openPorts: open.map(written), families, rules });
      if (missing !== null) return withoutPart('prefixLists', missing);
      return pass({ ports: [...ports] });
    },
  });

export const securityGroupPortControls: readonly Control[] = LISTENERS.map(listenerControl);
