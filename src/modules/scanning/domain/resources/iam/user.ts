import { z } from 'zod';
import { isNoEvidence, part } from '../../part.js';
import { resourceType } from '../../resource-type.js';
import { isoTime, tags } from '../shared.js';

/** One access key as its user's page shows it; a resource of its own too (iam-access-key). */
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
    passwordLastUsed: isoTime.nullable(),
    /** The login profile; null: the user cannot sign in to the console. */
    consolePassword: part(z.object({ createdAt: isoTime.nullable() }).nullable()),
    accessKeys: part(z.array(userAccessKey)),
    tags: part(tags),
  }),
  volatile: ['passwordLastUsed', 'accessKeys.lastUsedAt'],
  arn: (user) => user.arn,
  name: (user) => user.name,
  tags: (user) => (isNoEvidence(user.tags) ? {} : user.tags),
  tagsMissing: (user) => (isNoEvidence(user.tags) ? user.tags : null),
});

export type IamUser = z.infer<typeof iamUser.schema>;
export type UserAccessKey = z.infer<typeof userAccessKey>;
