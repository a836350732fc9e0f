import { describe, expect, it } from '@jest/globals';
import { dbCluster, dbInstance } from '../../../../../../test/support/examples/rds.js';
import { context } from '../../../../../../test/support/scanning-examples.js';
import { clusterMinorVersionUpgrade, instanceMinorVersionUpgrade } from './minor-version-upgrade.js';

describe('rds_instance_minor_version_upgrade_enabled', () => {
  const decide = (autoMinorVersionUpgrade: boolean, engine = 'mysql') =>
    instanceMinorVersionUpgrade.evaluate(dbInstance({ engine, autoMinorVersionUpgrade }), context()).verdict;

  it('decides by the setting, for members of a cluster too', () => {
    expect(decide(true)).toBe('pass');
    expect(decide(false)).toBe('fail');
    expect(decide(false, 'aurora-mysql')).toBe('fail');
  });

  it('does not apply where the engine ignores the setting or must have it off', () => {
    expect(decide(false, 'docdb')).toBe('not_applicable');
    expect(decide(false, 'custom-oracle-ee')).toBe('not_applicable');
  });
});

describe('rds_cluster_minor_version_upgrade_enabled', () => {
  const decide = (autoMinorVersionUpgrade: boolean | null, engine = 'mysql') =>
    clusterMinorVersionUpgrade.evaluate(dbCluster({ engine, autoMinorVersionUpgrade }), context()).verdict;

  it('decides by the setting of the cluster', () => {
    expect(decide(true)).toBe('pass');
    expect(decide(false)).toBe('fail');
    expect(decide(false, 'aurora-postgresql')).toBe('fail');
  });

  it('does not apply where AWS has no such setting', () => {
    expect(decide(null)).toBe('not_applicable');
    expect(decide(false, 'neptune')).toBe('not_applicable');
    expect(decide(false, 'docdb')).toBe('not_applicable');
  });
});
