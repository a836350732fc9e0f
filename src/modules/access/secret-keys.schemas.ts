import { z } from 'zod';

const key = z
  .string()
  .describe('Its name: the first characters of its check value, from which nothing follows');
const kmsKeyArn = z.string().nullable().describe('Who wraps it; null: the environment or a file has it');
const secrets = z.number().describe('How many secrets are sealed with it');

export const secretKeys = z
  .object({
    current: z.object({ key, kmsKeyArn, since: z.date(), secrets }).nullable(),
    retired: z.array(
      z.object({
        ...{ key, kmsKeyArn },
        retiredAt: z.date(),
        emptiedAt: z.date().nullable().describe('Since when nothing is sealed with it; null: it is needed'),
        secrets,
        isHere: z.boolean().describe('Whether the process that answers has it'),
      }),
    ),
    left: z.number().describe('Secrets that are not sealed with the current key'),
    lost: z.number().describe('Of these: sealed with keys that nothing is known of'),
  })
  .meta({ id: 'SecretKeys' });

export const rotateSecrets = z
  .strictObject({
    newDataKey: z.boolean().default(false).describe('Has KMS make a new data key first'),
  })
  .prefault({})
  .meta({ id: 'RotateSecrets', example: { newDataKey: false } });

export const rotatedSecrets = secretKeys
  .extend({
    resealed: z.number(),
    unreadable: z.number().describe('They have to be given anew, or their key back'),
  })
  .meta({ id: 'RotatedSecrets' });
