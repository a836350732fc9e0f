import { control, fail, notApplicable, pass } from '../../control.js';
import { kmsKey } from '../../resources/kms/key.js';

/** PendingReplicaDeletion: scheduled, and waiting for the replicas in other regions to go first. */
const DELETION = ['PendingDeletion', 'PendingReplicaDeletion'];

export const kmsNotDeletedUnintentionally = control({
  id: 'kms_cmk_not_deleted_unintentionally',
  on: kmsKey,
  severity: 'critical',
  class: 'security',
  title: 'KMS key is scheduled for deletion',
  risk: 'Once the key is deleted, nobody can ever decrypt what was encrypted with it, backups and snapshots included.',
  remediation: {
    text: 'Find out who scheduled it and what still uses the key. Unless the deletion is meant, cancel it and enable the key again.',
    steps: ['aws kms cancel-key-deletion --key-id KEY_ARN', 'aws kms enable-key --key-id KEY_ARN'],
    url: 'https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html',
  },
  needs: ['metadata'],
  decide: ({ metadata: { manager, state, deletionAt } }) => {
    if (manager !== 'CUSTOMER') return notApplicable({ manager });
    return DELETION.includes(state) ? fail({ state, deletionAt }) : pass({ state });
  },
});
