import { parsePolicy } from '../../../src/modules/scanning/domain/policy/index.js';
import { type KmsKey, type KmsKeyMetadata } from '../../../src/modules/scanning/domain/resources/kms/key.js';
import { daysAgo } from '../scanning-examples.js';

export const kmsMetadata = (changed: Partial<KmsKeyMetadata> = {}): KmsKeyMetadata => ({
  manager: 'CUSTOMER',
  state: 'Enabled',
  spec: 'SYMMETRIC_DEFAULT',
  usage: 'ENCRYPT_DECRYPT',
  origin: 'AWS_KMS',
  multiRegion: null,
  description: null,
  createdAt: daysAgo(400),
  deletionAt: null,
  ...changed,
});

export const kmsKeyExample = (changed: Partial<KmsKey> = {}): KmsKey => ({
  id: '1234abcd-12ab-34cd-56ef-1234567890ab',
  arn: 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  aliases: ['data'],
  metadata: kmsMetadata(),
  rotation: { enabled: true, periodDays: 365 },
  policy: keyPolicy({ AWS: 'arn:aws:iam::123456789012:root' }),
  tags: {},
  ...changed,
});

/** A key policy of one statement. */
export const keyPolicy = (Principal: unknown, Condition?: object) =>
  parsePolicy(
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal, Action: 'kms:*', Resource: '*', Condition }],
    }),
  );
