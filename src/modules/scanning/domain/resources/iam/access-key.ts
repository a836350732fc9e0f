import { z } from 'zod';
import { isNoEvidence, part } from '../../part.js';
import { resourceType } from '../../resource-type.js';
import { type IamUser, userAccessKey } from './user.js';
import { tags } from '../shared.js';

/** An access key has neither an ARN nor tags: it hangs on its user's ARN and goes by its user's tags. */
export const iamAccessKey = resourceType({
  type: 'AWS::IAM::AccessKey',
  service: 'iam',
  schema: userAccessKey.extend({
    userName: z.string(),
    userArn: z.string(),
    userTags: part(tags),
  }),
  volatile: ['lastUsedAt'],
  arn: (key) => `${key.userArn}/access-key/${key.id}`,
  name: (key) => key.id,
  tags: (key) => (isNoEvidence(key.userTags) ? {} : key.userTags),
  tagsMissing: (key) => (isNoEvidence(key.userTags) ? key.userTags : null),
  relates: (key) => [key.userArn],
});

export type IamAccessKey = z.infer<typeof iamAccessKey.schema>;

/** The keys that a user's configuration tells of; no evidence where its keys could not be listed. */
export const accessKeysOf = (user: IamUser) =>
  isNoEvidence(user.accessKeys)
    ? user.accessKeys
    : user.accessKeys.map((key): IamAccessKey => ({
        ...key,
        userName: user.name,
        userArn: user.arn,
        userTags: user.tags,
      }));
