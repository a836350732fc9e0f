import { z } from 'zod';
import { isNoEvidence, part } from '../../part.js';
import { policyDocument } from '../../policy/index.js';
import { resourceType } from '../../resource-type.js';
import { tags } from '../shared.js';

/**
 * A policy that is written into one user, group or role. It has neither an ARN nor tags: it hangs on its principal's
 * ARN and goes by its principal's tags.
 */
export const iamInlinePolicy = resourceType({
  type: 'AWS::IAM::Policy',
  service: 'iam',
  schema: z.object({
    name: z.string(),
    principalType: z.enum(['user', 'group', 'role']),
    principalName: z.string(),
    principalArn: z.string(),
    principalTags: part(tags),
    document: part(policyDocument.nullable()),
  }),
  volatile: [],
  arn: (policy) => `${policy.principalArn}/policy/${policy.name}`,
  name: (policy) => policy.name,
  tags: (policy) => (isNoEvidence(policy.principalTags) ? {} : policy.principalTags),
  tagsMissing: (policy) => (isNoEvidence(policy.principalTags) ? policy.principalTags : null),
  relates: (policy) => [policy.principalArn],
});

export type IamInlinePolicy = z.infer<typeof iamInlinePolicy.schema>;
