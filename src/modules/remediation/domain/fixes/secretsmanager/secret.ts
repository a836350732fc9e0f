import { z } from 'zod';
import { call } from '../../call.js';
import { fix, read } from '../../fix.js';
import { withoutPublic } from '../without-public.js';

/** docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html */
export const closeSecret = fix({
  controls: ['secretsmanager_not_publicly_accessible'],
  type: 'AWS::SecretsManager::Secret',
  title: 'Take statements for everybody out of the secret’s policy',
  reads: {
    policy: read(
      'secretsmanager',
      'GetResourcePolicy',
      z.object({ ResourcePolicy: z.string().optional() }),
      ({ arn }) => ({ SecretId: arn }),
    ),
  },
  actions: ['secretsmanager:PutResourcePolicy', 'secretsmanager:DeleteResourcePolicy'],
  plan: ({ target: { arn }, state: { policy }, evidence }) =>
    withoutPublic(policy.ResourcePolicy, evidence['publicStatements'], (rest) =>
      rest === null ? call('secretsmanager', 'DeleteResourcePolicy', { SecretId: arn }) : put(arn, rest),
    ),
  restore: ({ target: { arn }, before: { policy } }) =>
    policy.ResourcePolicy === undefined ? [] : [put(arn, policy.ResourcePolicy)],
});

/** Taking back may put a public policy: BlockPublicPolicy stays out of it. */
const put = (SecretId: string, ResourcePolicy: string) =>
  call('secretsmanager', 'PutResourcePolicy', { SecretId, ResourcePolicy });
