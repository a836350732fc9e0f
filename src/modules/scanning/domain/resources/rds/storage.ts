import { z } from 'zod';

/** How RDS tells of encryption at rest, alike for instances, clusters and snapshots. */
export const storageFields = {
  /** With a key in KMS. False also for a key that AWS owns: `storageEncryptionType` tells. */
  storageEncrypted: z.boolean(),
  /** `none`, `sse-kms`, `sse-rds` (a key that AWS owns); null where AWS does not tell. */
  storageEncryptionType: z.string().nullable(),
  kmsKeyId: z.string().nullable(),
};

/** The key as an ARN; RDS may also name it by an id or an alias, which names no resource. */
export const keyArns = ({ kmsKeyId }: { kmsKeyId: string | null }): string[] =>
  kmsKeyId?.startsWith('arn:') === true ? [kmsKeyId] : [];

/** ARN of what RDS names by an identifier: `db`, `cluster`, `snapshot`, `cluster-snapshot`. */
export const rdsArn = (
  kind: string,
  id: string,
  at: { partition: string; region: string; accountId: string },
): string => `arn:${at.partition}:rds:${at.region}:${at.accountId}:${kind}:${id}`;
