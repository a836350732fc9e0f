import { describe, expect, it } from '@jest/globals';
import { dbCluster, dbInstance } from '../../../../../../test/support/examples/rds.js';
import { context } from '../../../../../../test/support/scanning-examples.js';
import { type RdsDbCluster } from '../../resources/rds/db-cluster.js';
import { type RdsDbInstance } from '../../resources/rds/db-instance.js';
import { clusterCloudwatchLogs, instanceCloudwatchLogs } from './cloudwatch-logs.js';
import { clusterCopyTags, instanceCopyTags } from './copy-tags-to-snapshots.js';
import { clusterDefaultAdmin, instanceDefaultAdmin } from './default-admin.js';
import { clusterDeletionProtection, instanceDeletionProtection } from './deletion-protection.js';
import { clusterIamAuthentication, instanceIamAuthentication } from './iam-authentication.js';
import { clusterMultiAz, instanceMultiAz } from './multi-az.js';

/** Settings that a standalone instance has itself, and a cluster has for all its members. */
const settings = [
  [instanceMultiAz, clusterMultiAz, { multiAz: false }],
  [instanceDeletionProtection, clusterDeletionProtection, { deletionProtection: false }],
  [instanceIamAuthentication, clusterIamAuthentication, { iamAuthentication: false }],
  [instanceCopyTags, clusterCopyTags, { copyTagsToSnapshot: false }],
  [instanceCloudwatchLogs, clusterCloudwatchLogs, { logExports: [] }],
  [instanceDefaultAdmin, clusterDefaultAdmin, { masterUsername: 'postgres' }],
] as const;

describe.each(settings)('$id', (ofInstance, ofCluster, wrong) => {
  const decide = (changed: Partial<RdsDbInstance>) =>
    ofInstance.evaluate(dbInstance(changed), context()).verdict;
  const decideCluster = (changed: Partial<RdsDbCluster>) =>
    ofCluster.evaluate(dbCluster(changed), context()).verdict;

  it('decides on a standalone instance', () => {
    expect(decide({})).toBe('pass');
    expect(decide(structuredClone(wrong) as Partial<RdsDbInstance>)).toBe('fail');
  });

  it('leaves members of a cluster to the cluster, whatever they say', () => {
    const member = { engine: 'aurora-postgresql', clusterId: 'shop' };
    expect(decide(member)).toBe('not_applicable');
    expect(decide({ ...(structuredClone(wrong) as Partial<RdsDbInstance>), ...member })).toBe(
      'not_applicable',
    );
  });

  it(`is decided on a cluster by ${ofCluster.id}`, () => {
    expect(decideCluster({})).toBe('pass');
    expect(decideCluster(structuredClone(wrong) as Partial<RdsDbCluster>)).toBe('fail');
  });
});

describe('controls of what a cluster holds', () => {
  it('do not apply to engines without the setting', () => {
    const verdict = (control: typeof clusterCopyTags, engine: string) =>
      control.evaluate(
        dbCluster({ engine, iamAuthentication: false, copyTagsToSnapshot: false, masterUsername: 'admin' }),
        context(),
      ).verdict;
    expect(verdict(clusterIamAuthentication, 'docdb')).toBe('not_applicable');
    expect(verdict(clusterIamAuthentication, 'neptune')).toBe('fail');
    expect(verdict(clusterCopyTags, 'docdb')).toBe('not_applicable');
    expect(verdict(clusterDefaultAdmin, 'neptune')).toBe('not_applicable');
    expect(verdict(clusterDefaultAdmin, 'docdb')).toBe('not_applicable');
    const oracle = dbInstance({ engine: 'oracle-ee', iamAuthentication: false });
    expect(instanceIamAuthentication.evaluate(oracle, context()).verdict).toBe('not_applicable');
  });

  it('do not ask a cluster without instances for a second zone', () => {
    const empty = dbCluster({ multiAz: false, memberIds: [] });
    expect(clusterMultiAz.evaluate(empty, context()).verdict).toBe('not_applicable');
  });

  it('know the default names in any case, and have no evidence without a name', () => {
    const named = (masterUsername: string | null) =>
      instanceDefaultAdmin.evaluate(dbInstance({ masterUsername }), context()).verdict;
    expect(named('ADMIN')).toBe('fail');
    expect(named('administrator')).toBe('pass');
    expect(named(null)).toBe('no_evidence');
  });

  it('can ask for certain logs', () => {
    const verdict = (requiredLogs: string[], logExports: string[]) =>
      clusterCloudwatchLogs.evaluate(dbCluster({ logExports }), {
        ...context(),
        settings: { [clusterCloudwatchLogs.id]: { parameters: { requiredLogs } } },
      });
    expect(verdict(['audit'], ['audit', 'error']).verdict).toBe('pass');
    expect(verdict(['audit'], ['error'])).toMatchObject({
      verdict: 'fail',
      evidence: { missing: ['audit'] },
    });
  });
});
