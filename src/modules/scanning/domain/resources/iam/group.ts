import { z } from 'zod';
import { isNoEvidence, part } from '../../part.js';
import { resourceType } from '../../resource-type.js';
import { isoTime } from '../shared.js';
import { attachedPolicies, policyArnAt } from './attached-policy.js';

/** IAM has no tags on groups. */
export const iamGroup = resourceType({
  type: 'AWS::IAM::Group',
  service: 'iam',
  schema: z.object({
    id: z.string(),
    name: z.string(),
    arn: z.string(),
    path: z.string(),
    createdAt: isoTime.nullable(),
    attachedPolicies: part(attachedPolicies),
    /** Names; each is a resource of its own (inline-policy.ts). */
    inlinePolicies: part(z.array(z.string())),
  }),
  volatile: [],
  arn: (group) => group.arn,
  name: (group) => group.name,
  tags: () => ({}),
  relates: ({ attachedPolicies: attached }, at) =>
    isNoEvidence(attached) ? [] : attached.map(({ arn }) => policyArnAt(arn, at)),
});

export type IamGroup = z.infer<typeof iamGroup.schema>;
