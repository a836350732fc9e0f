import { call } from '../../call.js';
import { change, fix, nothing } from '../../fix.js';
import { KEY, keyRead } from './shared.js';

const DELETION = ['PendingDeletion', 'PendingReplicaDeletion'];

/** docs.aws.amazon.com/kms/latest/APIReference/API_CancelKeyDeletion.html: the key is Disabled afterwards. */
export const keepKey = fix({
  controls: ['kms_cmk_not_deleted_unintentionally'],
  type: KEY,
  title: 'Cancel the deletion of the key',
  loses: 'The date of its deletion: scheduled anew, AWS waits 7 days or more again',
  reads: { key: keyRead },
  actions: ['kms:CancelKeyDeletion'],
  plan: ({ target: { name }, state: { key } }) => {
    const { KeyState = '', DeletionDate } = key.KeyMetadata;
    if (!DELETION.includes(KeyState)) return nothing(`It is ${KeyState}`);
    return change(
      [
        `It will not be deleted (now: on ${DeletionDate?.slice(0, 10) ?? 'an unknown day'})`,
        'It stays disabled, as AWS leaves it: enable it when it is needed',
      ],
      // KMSInvalidState: it waits for no deletion any more
      [call('kms', 'CancelKeyDeletion', { KeyId: name }, { done: ['KMSInvalidState'] })],
    );
  },
});
