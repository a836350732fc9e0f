import { z } from 'zod';
import { isNoEvidence, part } from '../../part.js';
import { resourceType } from '../../resource-type.js';
import { isoTime, tags } from '../shared.js';
import { attachedPolicies, policyArnAt } from './attached-policy.js';

/** One access key as its user's page shows it; a resource of its own too (access-key.ts). */
export const userAccessKey = z.object({
  id: z.string(),
  /** `Active` or `Inactive`. */
  status: z.string(),
  createdAt: isoTime.nullable(),
  /** null: never used since AWS began to keep it (April 2015). */
  lastUsedAt: part(isoTime.nullable()),
});

export const iamUser = resourceType({
  type: 'AWS::IAM::User',
  service: 'iam',
  schema: z.object({
    id: z.string(),
    name: z.string(),
    arn: z.string(),
    path: z.string(),
    createdAt: isoTime.nullable(),
    /** null: no password, or never used since AWS began to keep it (October 2014). */
    passwordLastUsed: part(isoTime.nullable()),
    /**
     * null: the user cannot sign in to the console. `createdAt`: when it was set; the credential report tells of the
     * last change, GetLoginProfile of the first.
     */
    consolePassword: part(z.object({ createdAt: isoTime.nullable() }).nullable()),
    /** A device of any kind (virtual, hardware, passkey) is assigned. */
    mfaActive: part(z.boolean()),
    accessKeys: part(z.array(userAccessKey)),
    /** Names. */
    groups: part(z.array(z.string())),
    attachedPolicies: part(attachedPolicies),
    /** Names; each is a resource of its own (inline-policy.ts). */
    inlinePolicies: part(z.array(z.string())),
    permissionsBoundaryArn: z.string().nullable(),
    tags: part(tags),
  }),
  volatile: ['passwordLastUsed', 'consolePassword.createdAt', 'accessKeys.lastUsedAt'],
  arn: (user) => user.arn,
  name: (user) => user.name,
  tags: (user) => (isNoEvidence(user.tags) ? {} : user.tags),
  tagsMissing: (user) => (isNoEvidence(user.tags) ? user.tags : null),
  relates: ({ attachedPolicies: attached }, at) =>
    isNoEvidence(attached) ? [] : attached.map(({ arn }) => policyArnAt(arn, at)),
});

export type IamUser = z.infer<typeof iamUser.schema>;
export type UserAccessKey = z.infer<typeof userAccessKey>;
