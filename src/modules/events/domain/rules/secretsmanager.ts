import {
  changed,
  created,
  deleted,
  each,
  firstOf,
  kind,
  nothing,
  recorded,
  rules,
  type RuleTable,
} from '../rule.js';

const secretAt = kind(
  'AWS::SecretsManager::Secret',
  'arn:{partition}:secretsmanager:{region}:{account}:secret:{}',
);

/**
 * A secret's ARN ends in six letters that only AWS knows (secretsmanager/latest/userguide/whats-in-a-secret.html): what
 * the answer and the record tell goes before a parameter that may be a bare name. The ARN of a name without the letters
 * is understood by each call of the service.
 */
const secret = firstOf(
  secretAt('response.arn'),
  recorded('AWS::SecretsManager::Secret'),
  secretAt('extra.secretId|extra.arn|service.secretId|request.secretId'),
);
const made = firstOf(
  secretAt('response.arn'),
  recorded('AWS::SecretsManager::Secret'),
  secretAt('request.name'),
);

/**
 * Secrets with their policy, versions, replicas and rotation. What the service does by itself has the secret in
 * additionalEventData (secretsmanager/latest/userguide/cloudtrail_log_entries.html).
 */
export const secretsmanagerRules: RuleTable[] = [
  rules('secretsmanager.amazonaws.com', {
    CreateSecret: created(made),
    // nobody can read it from now on, and lists leave it out, though it can be restored for some days
    DeleteSecret: deleted(secret),
    ...each(['UpdateSecret', 'PutSecretValue', 'RestoreSecret', 'UpdateSecretVersionStage'], changed(secret)),
    ...each(
      ['RotateSecret', 'CancelRotateSecret', 'RotationSucceeded', 'RotationAbandoned'],
      changed(secret),
    ),
    ...each(['PutResourcePolicy', 'DeleteResourcePolicy'], changed(secret)),
    ...each(['TagResource', 'UntagResource'], changed(secret)),
    ...each(
      ['ReplicateSecretToRegions', 'RemoveRegionsFromReplication', 'StopReplicationToReplica'],
      changed(secret),
    ),
    // at the end of the days in which a deleted secret can be restored, and when it is
    ...each(['EndSecretVersionDelete', 'CancelSecretVersionDelete'], changed(secret)),
    ...each(
      [
        'StartSecretVersionDelete',
        'RotationStarted',
        'RotationFailed',
        'TestRotationStarted',
        'TestRotationSucceeded',
        'TestRotationFailed',
      ],
      nothing('it tells of an attempt'),
    ),
    ...each(['GetSecretValue', 'BatchGetSecretValue'], nothing('the secret is read, not changed')),
  }),
];
