import { type RdsDbInstance } from '../../domain/resources/rds/db-instance.js';
import { text } from '../fields.js';

/** The most that RDS gives in one page. */
export const PAGE = 100;

/** What an ARN of RDS names: `arn:aws:rds:eu-west-1:123456789012:snapshot:before-upgrade`. */
export const idOf = (kind: 'db' | 'cluster' | 'snapshot' | 'cluster-snapshot', { arn }: { arn: string }) =>
  arn.slice(arn.indexOf(`:${kind}:`) + kind.length + 2);

/** RDS's own codes end in `Fault` where its documentation names them, not on the wire. */
export const gone = (code: string): string[] => [code, `${code}Fault`];

/** A snapshot of an instance says `Encrypted` where the others say `StorageEncrypted`. */
export const storageOf = (from: {
  StorageEncrypted?: boolean | undefined;
  StorageEncryptionType?: string | undefined;
  KmsKeyId?: string | undefined;
}): Pick<RdsDbInstance, 'storageEncrypted' | 'storageEncryptionType' | 'kmsKeyId'> => ({
  storageEncrypted: from.StorageEncrypted ?? false,
  storageEncryptionType: text(from.StorageEncryptionType),
  kmsKeyId: text(from.KmsKeyId),
});

export const groupIds = (
  groups: readonly { VpcSecurityGroupId?: string | undefined }[] | undefined,
): string[] => (groups ?? []).flatMap(({ VpcSecurityGroupId: id }) => (id === undefined ? [] : id)).sort();
