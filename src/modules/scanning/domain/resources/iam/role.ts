import { z } from 'zod';
import { isNoEvidence, part } from '../../part.js';
import { policyDocument } from '../../policy/index.js';
import { resourceType } from '../../resource-type.js';
import { isoTime, tags } from '../shared.js';
import { attachedPolicies, policyArnAt } from './attached-policy.js';

export const iamRole = resourceType({
  type: 'AWS::IAM::Role',
  service: 'iam',
  schema: z.object({
    id: z.string(),
    name: z.string(),
    arn: z.string(),
    path: z.string(),
    createdAt: isoTime.nullable(),
    /** null: not used within the 400 days that AWS looks back. */
    lastUsedAt: isoTime.nullable(),
    /** Who may assume it. */
    trustPolicy: part(policyDocument.nullable()),
    attachedPolicies: part(attachedPolicies),
    /** Names; each is a resource of its own (inline-policy.ts). */
    inlinePolicies: part(z.array(z.string())),
    permissionsBoundaryArn: z.string().nullable(),
    tags,
  }),
  volatile: ['lastUsedAt'],
  arn: (role) => role.arn,
  name: (role) => role.name,
  tags: (role) => role.tags,
  relates: ({ attachedPolicies: attached }, at) =>
    isNoEvidence(attached) ? [] : attached.map(({ arn }) => policyArnAt(arn, at)),
});

export type IamRole = z.infer<typeof iamRole.schema>;

/**
 * An AWS service owns the role: nobody in the account can change its trust or its permissions.
 * docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
 */
export const isServiceLinked = ({ path }: IamRole): boolean => path.startsWith('/aws-service-role/');
