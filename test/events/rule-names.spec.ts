import { describe, expect, it } from '@jest/globals';
import type { Rule } from '../../src/modules/events/domain/rule.js';
import { ruleTables } from '../../src/modules/events/domain/rules/index.js';
import { resourceTypeOf } from '../../src/modules/scanning/domain/resources/index.js';

/** The SDK's client of each source whose events are called as the API's operations are. */
const CLIENTS: Readonly<Record<string, () => Promise<object>>> = {
  'access-analyzer.amazonaws.com': () => import('@aws-sdk/client-accessanalyzer'),
  'acm.amazonaws.com': () => import('@aws-sdk/client-acm'),
  'cloudtrail.amazonaws.com': () => import('@aws-sdk/client-cloudtrail'),
  'config.amazonaws.com': () => import('@aws-sdk/client-config-service'),
  'dynamodb.amazonaws.com': () => import('@aws-sdk/client-dynamodb'),
  'ecr.amazonaws.com': () => import('@aws-sdk/client-ecr'),
  'elasticfilesystem.amazonaws.com': () => import('@aws-sdk/client-efs'),
  'elasticloadbalancing.amazonaws.com': () => import('@aws-sdk/client-elastic-load-balancing-v2'),
  'guardduty.amazonaws.com': () => import('@aws-sdk/client-guardduty'),
  'logs.amazonaws.com': () => import('@aws-sdk/client-cloudwatch-logs'),
  'monitoring.amazonaws.com': () => import('@aws-sdk/client-cloudwatch'),
  'rds.amazonaws.com': () => import('@aws-sdk/client-rds'),
  'securityhub.amazonaws.com': () => import('@aws-sdk/client-securityhub'),
  'ssm.amazonaws.com': () => import('@aws-sdk/client-ssm'),
};

/** Recorded, though no client has such an operation: calls of agents and services, and the classic balancer's API. */
const BEYOND: Readonly<Record<string, RegExp>> = {
  'dynamodb.amazonaws.com': /^(Create|Delete)TableReplica$/,
  'ecr.amazonaws.com': /^PolicyExecutionEvent$/,
  'elasticloadbalancing.amazonaws.com':
    /LoadBalancer$|LoadBalancerPolic|PoliciesForBackendServer|PoliciesOfListener|LoadBalancerListeners|ListenerSSL|ToSubnets|FromSubnets|HealthCheck|StickinessPolicy/,
  'rds.amazonaws.com': /^DownloadCompleteDBLogFile$/,
  'ssm.amazonaws.com': /^(RegisterManagedInstance|PutConfigurePackageResult|UpdateInstance\w+|\w+Channel)$/,
};

const READS =
  /^(Get|List|Describe|Query|Scan|Select|Search|Lookup|BatchGet|Test|Validate|Check|Filter|Preview|Simulate|TransactGet)/;

const operationsOf = async (source: string): Promise<string[]> =>
  Object.keys((await CLIENTS[source]?.()) ?? {})
    .filter((name) => name.endsWith('Command') && name !== '$Command')
    .map((name) => name.slice(0, -'Command'.length));

const namesOf = (source: string): string[] =>
  ruleTables.filter((one) => one.source === source).flatMap(({ rules }) => Object.keys(rules));

/** A rule, and those that it chooses from. */
const withChoices = (rule: Rule): Rule[] => [
  rule,
  ...Object.values(rule.choice?.rules ?? {}).flatMap(withChoices),
];

describe('the rules', () => {
  it.each(Object.keys(CLIENTS))('say of each call that writes what it changes: %s', async (source) => {
    const operations = await operationsOf(source);
    expect(operations.length).toBeGreaterThan(10);
    const writes = operations.filter((name) => !READS.test(name));
    expect(writes.filter((name) => !namesOf(source).includes(name))).toEqual([]);
  });

  it.each(Object.keys(CLIENTS))('know no call that there is not: %s', async (source) => {
    const operations = await operationsOf(source);
    const unknown = namesOf(source).filter((name) => !operations.includes(name));
    expect(unknown.filter((name) => BEYOND[source]?.test(name) !== true)).toEqual([]);
  });

  it('name types of the inventory alone', () => {
    const rules = ruleTables.flatMap((table) => Object.values(table.rules)).flatMap(withChoices);
    const types = rules.flatMap(({ effects, related }) => [
      ...effects.map(({ target }) => target.type),
      ...related.map((target) => ('all' in target ? target.all : target.type)),
    ]);
    const unknown = types.filter((type) => type !== null && resourceTypeOf(type) === undefined);
    expect(unknown).toEqual([]);
  });

  it('are one for each event', () => {
    const all = ruleTables.flatMap(({ source, rules }) =>
      Object.keys(rules).map((name) => `${source} ${name}`),
    );
    expect(all.filter((name, at) => all.indexOf(name) !== at)).toEqual([]);
  });

  it('track 250 event types or more', () => {
    const tracked = ruleTables
      .flatMap((table) => Object.values(table.rules))
      .filter((rule) =>
        withChoices(rule).some(
          ({ effects, related }) => effects.some(({ target }) => target.type !== null) || related.length > 0,
        ),
      );
    expect(tracked.length).toBeGreaterThanOrEqual(250);
  });
});
