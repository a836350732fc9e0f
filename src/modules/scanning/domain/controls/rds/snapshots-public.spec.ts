import { describe, expect, it } from '@jest/globals';
import { dbClusterSnapshot, dbSnapshot } from '../../../../../../test/support/examples/rds.js';
import { context, denied } from '../../../../../../test/support/scanning-examples.js';
import { clusterSnapshotsPublicAccess, snapshotsPublicAccess } from './snapshots-public.js';

describe.each([
  [snapshotsPublicAccess, dbSnapshot],
  [clusterSnapshotsPublicAccess, dbClusterSnapshot],
] as const)('$id', (control, example) => {
  const decide = (changed: object) =>
    control.evaluate(example({ storageEncrypted: false, ...changed }), context());

  it('fails a snapshot that everybody may restore', () => {
    expect(decide({ restorableBy: ['111122223333', 'all'] }).verdict).toBe('fail');
  });

  it('passes a private one, and one that single accounts may restore', () => {
    expect(decide({ restorableBy: [] }).verdict).toBe('pass');
    expect(decide({ restorableBy: ['111122223333'] }).verdict).toBe('pass');
  });

  it('passes an encrypted one, which was not asked about', () => {
    expect(decide({ storageEncrypted: true, restorableBy: null }).verdict).toBe('pass');
  });

  it('has no evidence where the attributes may not be read', () => {
    expect(decide({ restorableBy: denied }).verdict).toBe('no_evidence');
  });
});
