import { describe, expect, it } from '@jest/globals';
import { table } from '../../../../../../test/support/examples/dynamodb.js';
import { context, denied } from '../../../../../../test/support/scanning-examples.js';
import { type DynamodbTable } from '../../resources/dynamodb/table.js';
import { tableDeletionProtection } from './table-deletion-protection.js';
import { tableKmsCmkEncryption } from './table-kms-cmk-encryption.js';
import { tablePitrEnabled } from './table-pitr-enabled.js';

const verdict = (control: typeof tablePitrEnabled, changed: Partial<DynamodbTable>) =>
  control.evaluate(table(changed), context()).verdict;

describe('dynamodb_tables_pitr_enabled', () => {
  it('decides by the status of point-in-time recovery', () => {
    expect(verdict(tablePitrEnabled, {})).toBe('pass');
    const off = { pointInTimeRecovery: { status: 'DISABLED', days: null } };
    expect(verdict(tablePitrEnabled, off)).toBe('fail');
  });

  it('has no evidence where it may not be read', () => {
    expect(verdict(tablePitrEnabled, { pointInTimeRecovery: denied })).toBe('no_evidence');
  });
});

describe('dynamodb_tables_kms_cmk_encryption_enabled', () => {
  const key = { status: 'ENABLED', kmsKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/1' };

  it('passes a key that the customer manages', () => {
    expect(verdict(tableKmsCmkEncryption, { encryption: key, keyManager: 'CUSTOMER' })).toBe('pass');
  });

  it('fails a key that AWS owns, and the KMS key that AWS manages in the account', () => {
    expect(verdict(tableKmsCmkEncryption, { encryption: null, keyManager: null })).toBe('fail');
    expect(verdict(tableKmsCmkEncryption, { encryption: key, keyManager: 'AWS' })).toBe('fail');
  });

  it('has no evidence where the key may not be described', () => {
    expect(verdict(tableKmsCmkEncryption, { encryption: key, keyManager: denied })).toBe('no_evidence');
  });
});

describe('dynamodb_table_deletion_protection_enabled', () => {
  it('decides by the setting', () => {
    expect(verdict(tableDeletionProtection, {})).toBe('pass');
    expect(verdict(tableDeletionProtection, { deletionProtection: false })).toBe('fail');
  });

  it('needs no other part', () => {
    const blind = { keyManager: denied, pointInTimeRecovery: denied, tags: denied };
    expect(verdict(tableDeletionProtection, blind)).toBe('pass');
  });
});
