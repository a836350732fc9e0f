import { type Aws } from '../../src/platform/aws/index.js';
import { type ServiceProofs } from './proof.js';

const makeKey = async (aws: Aws, Policy?: object): Promise<{ id: string; arn: string }> => {
  const kms = await aws.kms();
  const { KeyMetadata } = await kms.createKey({
    ...(Policy === undefined ? {} : { Policy: JSON.stringify(Policy) }),
  });
  return { id: KeyMetadata?.KeyId ?? '', arn: KeyMetadata?.Arn ?? '' };
};

export const kmsProofs: ServiceProofs = {
  service: 'kms',
  build: async ({ accountId, aws }) => {
    const kms = await aws().kms();
    const statement = (Principal: unknown) => ({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal, Action: 'kms:*', Resource: '*' }],
    });
    const own = statement({ AWS: `arn:aws:iam::${accountId}:root` });
    const rotated = await makeKey(aws(), own);
    await kms.enableKeyRotation({ KeyId: rotated.id });
    await kms.createAlias({ AliasName: 'alias/rotated', TargetKeyId: rotated.id });
    await kms.tagResource({ KeyId: rotated.id, Tags: [{ TagKey: 'team', TagValue: 'data' }] });
    const fixed = await makeKey(aws('us-east-1'), own);
    const leaving = await makeKey(aws(), own);
    await kms.scheduleKeyDeletion({ KeyId: leaving.id, PendingWindowInDays: 7 });
    const open = await makeKey(aws(), statement('*'));
    return { rotated: rotated.arn, fixed: fixed.arn, leaving: leaving.arn, open: open.arn };
  },
  emulated: {
    kms_cmk_rotation_enabled: { pass: 'rotated', fail: 'fixed' },
    kms_cmk_not_deleted_unintentionally: { pass: 'rotated', fail: 'leaving' },
    kms_key_not_publicly_accessible: { pass: 'rotated', fail: 'open' },
  },
};
