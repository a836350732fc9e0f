import { type SecretListEntry, type SecretsManager } from '@aws-sdk/client-secrets-manager';
import { isNoEvidence } from '../../domain/part.js';
import { policyPart } from '../../domain/policy/index.js';
import { secret, type Secret } from '../../domain/resources/secretsmanager/secret.js';
import { tagMap, text, time } from '../fields.js';
import { mapConcurrent, present } from '../map-concurrent.js';
import { read, reader, readParts, unlessGone, type Want } from '../reader.js';

/** The most that ListSecrets gives at once. */
const PAGE = 100;
const GONE = 'ResourceNotFound';

export const secretReader = reader(secret, {
  scope: 'region',
  // secrets that are scheduled for deletion are left out of a listing, and cannot be read by anybody
  list: async function* (aws, _place, want) {
    const secretsmanager = await aws.secretsmanager();
    let NextToken: string | undefined;
    do {
      const page = await secretsmanager.listSecrets({ MaxResults: PAGE, NextToken });
      yield present(await mapConcurrent(page.SecretList ?? [], (one) => toSecret(secretsmanager, one, want)));
      NextToken = page.NextToken;
    } while (NextToken);
  },
  describe: async (aws, ref) => {
    const secretsmanager = await aws.in(ref.region).secretsmanager();
    const found = await unlessGone(() => secretsmanager.describeSecret({ SecretId: ref.arn }), GONE);
    return found === null || found.DeletedDate !== undefined ? null : toSecret(secretsmanager, found, null);
  },
});

/** null: the secret is gone since it was listed. */
const toSecret = (secretsmanager: SecretsManager, one: SecretListEntry, want: Want): Promise<Secret | null> =>
  unlessGone(async () => {
    const { ARN: arn, Name: name } = one;
    if (arn === undefined || name === undefined) return null;
    const { policy } = await readParts(want, {
      policy: async () => {
        const found = await read(() => secretsmanager.getResourcePolicy({ SecretId: arn }));
        return isNoEvidence(found) ? found : policyPart(found.ResourcePolicy);
      },
    });
    return {
      arn,
      name,
      description: text(one.Description),
      kmsKeyId: text(one.KmsKeyId),
      rotationEnabled: one.RotationEnabled ?? false,
      rotationLambdaArn: text(one.RotationLambdaARN),
      rotationDays: one.RotationRules?.AutomaticallyAfterDays ?? null,
      rotationSchedule: text(one.RotationRules?.ScheduleExpression),
      createdAt: time(one.CreatedDate),
      lastRotatedAt: time(one.LastRotatedDate),
      nextRotationAt: time(one.NextRotationDate),
      lastChangedAt: time(one.LastChangedDate),
      lastAccessedAt: time(one.LastAccessedDate),
      owningService: text(one.OwningService),
      primaryRegion: text(one.PrimaryRegion),
      policy,
      tags: tagMap(one.Tags),
    };
  }, GONE);
