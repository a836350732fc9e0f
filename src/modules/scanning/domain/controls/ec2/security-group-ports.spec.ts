import { describe, expect, it } from '@jest/globals';
import { rule, securityGroup } from '../../../../../../test/support/examples/ec2-network.js';
import { context, denied } from '../../../../../../test/support/scanning-examples.js';
import { type Decision } from '../../control.js';
import { type Ec2SecurityGroup, type SecurityGroupRule } from '../../resources/ec2/security-group.js';
import { securityGroupPortControls } from './security-group-ports.js';

const PREFIX = 'ec2_securitygroup_allow_ingress_from_internet_to_';

const decide = (
  port: string,
  ingress: SecurityGroupRule[],
  changed: Partial<Ec2SecurityGroup> = {},
): Decision => {
  const one = securityGroupPortControls.find(({ id }) => id === `${PREFIX}${port}`);
  if (one === undefined) throw new Error(`no control on ${port}`);
  return one.evaluate(securityGroup({ ingress, ...changed }), context());
};
const ssh = (ingress: SecurityGroupRule[], changed?: Partial<Ec2SecurityGroup>) =>
  decide('tcp_port_22', ingress, changed);

describe('…allow_ingress_from_internet_to_tcp_port_22', () => {
  it('passes a group that lets in those it names', () => {
    expect(ssh([]).verdict).toBe('pass');
    expect(ssh([rule(22, ['10.0.0.0/8', '198.51.100.7/32', 'sg-2'])]).verdict).toBe('pass');
    expect(ssh([rule(443), rule([23, 65_535])]).verdict).toBe('pass');
  });

  it.each([
    ['IPv4', rule(22, ['0.0.0.0/0']), ['ipv4']],
    ['IPv6', rule(22, ['::/0']), ['ipv6']],
    ['a range that holds the port', rule([20, 30]), ['ipv4']],
    ['all ports', rule(null), ['ipv4']],
    ['all protocols', rule(null, ['0.0.0.0/0', '::/0'], 'all'), ['ipv4', 'ipv6']],
    ['two halves', rule(22, ['0.0.0.0/1', '128.0.0.0/1']), ['ipv4']],
  ])('fails one that lets in the internet by %s', (_how, one, families) => {
    expect(ssh([one])).toMatchObject({ verdict: 'fail', evidence: { openPorts: ['22'], families } });
  });

  it('counts the sources of all rules on the port together', () => {
    const halves = [rule([1, 100], ['0.0.0.0/1']), rule(22, ['128.0.0.0/1'])];
    expect(ssh(halves).verdict).toBe('fail');
    expect(ssh([rule([1, 21], ['0.0.0.0/1']), rule(22, ['128.0.0.0/1'])]).verdict).toBe('pass');
  });

  it('shows the rules that let it in, with the sources that do', () => {
    const { evidence } = ssh([rule([20, 30], ['0.0.0.0/0', '10.0.0.0/8']), rule(443)]);
    expect(evidence['rules']).toEqual([{ protocol: 'tcp', fromPort: 20, toPort: 30, cidrs: ['0.0.0.0/0'] }]);
  });

  it.each(['udp', 'icmp', '50'])('passes %s: it does not reach TCP', (protocol) => {
    expect(ssh([rule(protocol === 'udp' ? 22 : null, ['0.0.0.0/0'], protocol)]).verdict).toBe('pass');
  });

  it('looks into prefix lists', () => {
    const ingress = [rule(22, ['pl-1'])];
    expect(ssh(ingress, { prefixLists: { 'pl-1': ['0.0.0.0/0'] } }).verdict).toBe('fail');
    expect(ssh(ingress, { prefixLists: { 'pl-1': ['198.51.100.0/24'] } }).verdict).toBe('pass');
  });

  it('has no evidence where a prefix list on the port could not be read, unless another rule decides', () => {
    expect(ssh([rule(22, ['pl-1'])], { prefixLists: denied }).verdict).toBe('no_evidence');
    expect(ssh([rule(443, ['pl-1'])], { prefixLists: denied }).verdict).toBe('pass');
    expect(ssh([rule(22, ['pl-1']), rule(22)], { prefixLists: denied }).verdict).toBe('fail');
  });

  it('does not ask what goes out', () => {
    expect(ssh([], { egress: [rule(22)] }).verdict).toBe('pass');
  });
});

describe('the other ports', () => {
  it.each([
    ['tcp_port_3389', [3389]],
    ['tcp_ftp_port_20_21', [20, 21]],
    ['tcp_port_telnet_23', [23]],
    ['tcp_port_mysql_3306', [3306]],
    ['tcp_port_postgres_5432', [5432]],
    ['tcp_port_redis_6379', [6379]],
    ['tcp_port_mongodb_27017_27018', [27017, 27018]],
    ['tcp_port_memcached_11211', [11211]],
    ['tcp_port_elasticsearch_kibana_9200_9300_5601', [9200, 9300, 5601]],
    ['tcp_port_oracle_1521_2483', [1521, 2483]],
    ['tcp_port_sql_server_1433_1434', [1433, 1434]],
    ['tcp_port_kafka_9092', [9092]],
    ['tcp_port_cassandra_7199_9160_8888', [7199, 9160, 8888]],
  ])('%s fails for each of %j, and for no neighbour', (id, ports) => {
    for (const port of ports) {
      expect(decide(id, [rule(port)])).toMatchObject({
        verdict: 'fail',
        evidence: { openPorts: [String(port)] },
      });
    }
    const others = [Math.min(...ports) - 1, Math.max(...ports) + 1];
    expect(
      decide(
        id,
        others.map((port) => rule(port)),
      ).verdict,
    ).toBe('pass');
    expect(decide(id, [rule(ports[0] ?? 0, ['10.0.0.0/8'])]).verdict).toBe('pass');
  });
});
