import {
  all,
  alongWith,
  changed,
  created,
  deleted,
  each,
  firstOf,
  kind,
  nothing,
  rules,
  type RuleTable,
} from '../rule.js';

const KEY_ID = /^[\w-]+$/;
const KEY_ARN = /^arn:[^:]+:kms:[^:]*:[^:]*:key\/.+$/;

/** Keys go by id, ARN, alias or alias ARN (kms/latest/developerguide/concepts.html#key-id); an alias does not tell its key. */
const keyAt = kind('AWS::KMS::Key', 'arn:{partition}:kms:{region}:{account}:key/{}', {
  id: (value) => (KEY_ID.test(value) || KEY_ARN.test(value) ? value : undefined),
});

/**
 * A record's own `resources` have the key whichever name the call used, but also the alias, under the type of a key, and
 * older ones have no types at all (kms/latest/developerguide/ct-updatealias.html, ct-disablekey.html): so by their ARNs.
 */
const key = firstOf(
  keyAt('record.resources[].ARN'),
  keyAt('response.keyMetadata.arn|response.keyId'),
  keyAt('request.keyId|request.targetKeyId|service.keyId'),
);
const replica = keyAt('response.replicaKeyMetadata.arn');

/** Keys with their policy, rotation, grants, aliases and tags (kms/latest/APIReference). */
export const kmsRules: RuleTable[] = [
  rules('kms.amazonaws.com', {
    CreateKey: created(key),
    // KMS's own, when the waiting time has passed (ct-delete-key.html)
    DeleteKey: deleted(key),
    // until then the key is there, and can be kept
    ...each(['ScheduleKeyDeletion', 'CancelKeyDeletion'], changed(key)),
    ...each(['EnableKey', 'DisableKey'], changed(key)),
    ...each(['EnableKeyRotation', 'DisableKeyRotation', 'RotateKey', 'RotateKeyOnDemand'], changed(key)),
    ...each(['PutKeyPolicy', 'UpdateKeyDescription', 'TagResource', 'UntagResource'], changed(key)),
    ...each(['CreateGrant', 'RetireGrant', 'RevokeGrant'], changed(key)),
    ...each(['ImportKeyMaterial', 'DeleteImportedKeyMaterial', 'DeleteExpiredKeyMaterial'], changed(key)),
    ReplicateKey: alongWith(changed(key), replica),
    ...each(['UpdatePrimaryRegion', 'SynchronizeMultiRegionKey'], changed(key)),
    ...each(['CreateAlias', 'DeleteAlias'], changed(key)),
    // taken from another key, which nothing names
    UpdateAlias: alongWith(changed(key), all('AWS::KMS::Key', 'region')),

    ...each(
      [
        'CreateCustomKeyStore',
        'UpdateCustomKeyStore',
        'DeleteCustomKeyStore',
        'ConnectCustomKeyStore',
        'DisconnectCustomKeyStore',
      ],
      nothing('a key store, which the inventory does not hold'),
    ),
    ...each(
      [
        'Encrypt',
        'Decrypt',
        'ReEncrypt',
        'Sign',
        'Verify',
        'GenerateMac',
        'VerifyMac',
        'DeriveSharedSecret',
        'Encapsulate',
        'Decapsulate',
        'GenerateDataKey',
        'GenerateDataKeyWithoutPlaintext',
        'GenerateDataKeyPair',
        'GenerateDataKeyPairWithoutPlaintext',
        'GenerateRandom',
      ],
      nothing('the key is used, not changed'),
    ),
  }),
];
