import { describe, expect, it } from '@jest/globals';
import {
  dbCluster,
  dbClusterSnapshot,
  dbInstance,
  dbSnapshot,
} from '../../../../../../test/support/examples/rds.js';
import { context } from '../../../../../../test/support/scanning-examples.js';
import {
  clusterSnapshotsEncrypted,
  clusterStorageEncrypted,
  instanceStorageEncrypted,
  snapshotsEncrypted,
} from './storage-encrypted.js';

describe.each([
  [instanceStorageEncrypted, dbInstance],
  [clusterStorageEncrypted, dbCluster],
  [snapshotsEncrypted, dbSnapshot],
  [clusterSnapshotsEncrypted, dbClusterSnapshot],
] as const)('$id', (control, example) => {
  const decide = (changed: object) => control.evaluate(example(changed), context());

  it('passes what is encrypted with a KMS key', () => {
    expect(decide({})).toMatchObject({ verdict: 'pass', evidence: { storageEncryptionType: 'sse-kms' } });
  });

  it('fails what is not encrypted, also where AWS gives no type', () => {
    const plain = { storageEncrypted: false, kmsKeyId: null };
    expect(decide({ ...plain, storageEncryptionType: 'none' }).verdict).toBe('fail');
    expect(decide({ ...plain, storageEncryptionType: null }).verdict).toBe('fail');
  });

  it('passes what a key of AWS encrypts, though StorageEncrypted then says false', () => {
    const owned = { storageEncrypted: false, storageEncryptionType: 'sse-rds', kmsKeyId: null };
    expect(decide(owned).verdict).toBe('pass');
  });
});
