import { z } from 'zod';
import { call } from '../../call.js';
import { change, fix, nothing, read, refuse } from '../../fix.js';
import { KEY, keyRead } from './shared.js';

/** docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html: which keys AWS rotates. */
export const rotateKey = fix({
  controls: ['kms_cmk_rotation_enabled'],
  type: KEY,
  title: 'Let AWS rotate the key',
  settings: z.strictObject({ periodDays: z.number().int().min(90).max(2560).default(365) }),
  reads: {
    key: { ...keyRead, isContext: true },
    rotation: read(
      'kms',
      'GetKeyRotationStatus',
      z.object({ KeyRotationEnabled: z.boolean().optional() }),
      ({ arn }) => ({ KeyId: arn }),
      { absent: ['UnsupportedOperation', 'KMSInvalidState'] },
    ),
  },
  actions: ['kms:EnableKeyRotation', 'kms:DisableKeyRotation'],
  plan: ({ target: { arn }, state: { key, rotation }, settings: { periodDays } }) => {
    const { KeyManager, KeyState, KeySpec, Origin, MultiRegionConfiguration } = key.KeyMetadata;
    if (KeyManager === 'AWS') return refuse('It is a key of AWS, which rotates it by itself');
    if (KeySpec !== undefined && KeySpec !== 'SYMMETRIC_DEFAULT')
      return refuse(`AWS rotates symmetric keys alone, and this is ${KeySpec}: make a new key instead`);
    if (Origin !== undefined && Origin !== 'AWS_KMS')
      return refuse(`Its material comes from elsewhere (${Origin}): it is rotated by hand, by importing new`);
    if (KeyState !== 'Enabled') return refuse(`It is ${KeyState ?? 'in no known state'}`);
    if (MultiRegionConfiguration?.MultiRegionKeyType === 'REPLICA')
      return refuse('It is a replica, which is rotated with its primary key: fix that one');
    if (rotation?.KeyRotationEnabled === true) return nothing('It is rotated');
    return change(
      `New material every ${periodDays} days; what was encrypted before stays readable, id and ARN stay`,
      [call('kms', 'EnableKeyRotation', { KeyId: arn, RotationPeriodInDays: periodDays })],
    );
  },
  restore: ({ target: { arn } }) => [call('kms', 'DisableKeyRotation', { KeyId: arn })],
});
