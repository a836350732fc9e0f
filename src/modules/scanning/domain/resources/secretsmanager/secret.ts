import { z } from 'zod';
import { part } from '../../part.js';
import { policyDocument } from '../../policy/index.js';
import { resourceType } from '../../resource-type.js';
import { isoTime, tags } from '../shared.js';

/** What is known about a secret; never its value, which no call here reads. */
export const secret = resourceType({
  type: 'AWS::SecretsManager::Secret',
  service: 'secretsmanager',
  schema: z.object({
    arn: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    /** null: the key `aws/secretsmanager`. */
    kmsKeyId: z.string().nullable(),
    rotationEnabled: z.boolean(),
    rotationLambdaArn: z.string().nullable(),
    /** Days between rotations where that is how they are set. */
    rotationDays: z.number().nullable(),
    rotationSchedule: z.string().nullable(),
    createdAt: isoTime.nullable(),
    lastRotatedAt: isoTime.nullable(),
    nextRotationAt: isoTime.nullable(),
    /** Of any change, also of a tag. */
    lastChangedAt: isoTime.nullable(),
    /** The day on which the value was last read; null: never. */
    lastAccessedAt: isoTime.nullable(),
    /** The AWS service that made it and manages it (`rds`). */
    owningService: z.string().nullable(),
    /** Where the secret is a replica or has some: the region of the original. */
    primaryRegion: z.string().nullable(),
    policy: part(policyDocument.nullable()),
    tags,
  }),
  volatile: ['lastRotatedAt', 'nextRotationAt', 'lastChangedAt', 'lastAccessedAt'],
  arn: (one) => one.arn,
  name: (one) => one.name,
  tags: (one) => one.tags,
  relates: ({ kmsKeyId, rotationLambdaArn }) =>
    [kmsKeyId, rotationLambdaArn].filter((arn) => arn?.startsWith('arn:') === true) as string[],
});

export type Secret = z.infer<typeof secret.schema>;
