import { z } from 'zod';
import { isNoEvidence, part } from '../../part.js';
import { policyDocument } from '../../policy/index.js';
import { resourceType } from '../../resource-type.js';
import { isoTime, tags } from '../shared.js';

const metadata = z.object({
  /** `CUSTOMER`, or `AWS` for the key that a service keeps in the account: its policy and rotation are AWS's. */
  manager: z.string(),
  /** `Enabled`, `Disabled`, `PendingDeletion`, `PendingReplicaDeletion`, `PendingImport`, … */
  state: z.string(),
  /** `SYMMETRIC_DEFAULT`, `RSA_2048`, `HMAC_256`, … */
  spec: z.string(),
  usage: z.string().nullable(),
  /** Where the key material comes from: `AWS_KMS`, `EXTERNAL`, `AWS_CLOUDHSM`, `EXTERNAL_KEY_STORE`. */
  origin: z.string(),
  /** `PRIMARY` or `REPLICA`; null: a key of this region alone. */
  multiRegion: z.string().nullable(),
  description: z.string().nullable(),
  createdAt: isoTime.nullable(),
  deletionAt: isoTime.nullable(),
});

export const kmsKey = resourceType({
  type: 'AWS::KMS::Key',
  service: 'kms',
  schema: z.object({
    id: z.string(),
    arn: z.string(),
    aliases: part(z.array(z.string())),
    /** No evidence where the key's own policy keeps the account's roles out. */
    metadata: part(metadata),
    /** null: AWS does not rotate keys of this kind by itself. */
    rotation: part(z.object({ enabled: z.boolean(), periodDays: z.number().nullable() }).nullable()),
    /** null: a key of AWS. */
    policy: part(policyDocument.nullable()),
    tags: part(tags),
  }),
  volatile: [],
  arn: (key) => key.arn,
  name: (key) => (isNoEvidence(key.aliases) ? undefined : key.aliases[0]) ?? key.id,
  tags: (key) => (isNoEvidence(key.tags) ? {} : key.tags),
  tagsMissing: (key) => (isNoEvidence(key.tags) ? key.tags : null),
});

export type KmsKey = z.infer<typeof kmsKey.schema>;
export type KmsKeyMetadata = z.infer<typeof metadata>;

/**
 * AWS rotates the material of symmetric encryption keys that it made itself, and of no others.
 * docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
 */
export const isRotatable = ({
  manager,
  spec,
  usage,
  origin,
}: Pick<KmsKeyMetadata, 'manager' | 'spec' | 'usage' | 'origin'>): boolean =>
  manager === 'CUSTOMER' &&
  spec === 'SYMMETRIC_DEFAULT' &&
  origin === 'AWS_KMS' &&
  (usage === null || usage === 'ENCRYPT_DECRYPT');
