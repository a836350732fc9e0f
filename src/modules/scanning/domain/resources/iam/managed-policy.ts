import { z } from 'zod';
import { isNoEvidence, part } from '../../part.js';
import { policyDocument } from '../../policy/index.js';
import { resourceType } from '../../resource-type.js';
import { isoTime, tags } from '../shared.js';
import { policyArnAt } from './attached-policy.js';

/** Every policy of the account's own, and those of AWS that are attached to somebody in it. */
export const iamManagedPolicy = resourceType({
  type: 'AWS::IAM::ManagedPolicy',
  service: 'iam',
  schema: z.object({
    name: z.string(),
    /** AWS's: one in all accounts for a policy of AWS, which stands in the inventory under `policyArnAt`. */
    arn: z.string(),
    path: z.string(),
    awsManaged: z.boolean(),
    /** Users, groups and roles that have it. */
    attachmentCount: z.number(),
    /** Users and roles that have it as their permissions boundary, which grants nothing. */
    boundaryCount: z.number(),
    defaultVersionId: z.string().nullable(),
    createdAt: isoTime.nullable(),
    updatedAt: isoTime.nullable(),
    /** Of the default version: the one in force. */
    document: part(policyDocument.nullable()),
    tags: part(tags),
  }),
  // attachments are told by those that have them
  volatile: ['attachmentCount', 'boundaryCount'],
  arn: (policy, at) => policyArnAt(policy.arn, at),
  name: (policy) => policy.name,
  tags: (policy) => (isNoEvidence(policy.tags) ? {} : policy.tags),
  tagsMissing: (policy) => (isNoEvidence(policy.tags) ? policy.tags : null),
});

export type IamManagedPolicy = z.infer<typeof iamManagedPolicy.schema>;
