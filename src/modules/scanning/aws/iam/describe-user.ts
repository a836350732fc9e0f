import { type User } from '@aws-sdk/client-iam';
import { type Aws } from '../../../../platform/aws/index.js';
import { isNoEvidence } from '../../domain/part.js';
import { type IamUser } from '../../domain/resources/iam/user.js';
import { tagMap, text, time } from '../fields.js';
import { read, readParts, unlessGone, type Want } from '../reader.js';
import { credentialCalls } from './credentials.js';
import { attachedOf, GONE, sorted } from './policies.js';

/** A user by its name, by calls of its own; null: there is none. */
export async function describeUser(aws: Aws, UserName: string, want: Want = null): Promise<IamUser | null> {
  const iam = await aws.iam();
  return unlessGone(async () => {
    const { User } = await iam.getUser({ UserName });
    const identity = User === undefined ? null : identityOf(User);
    if (identity === null) return null;
    const parts = await readParts(want, {
      ...credentialCalls(iam, UserName),
      groups: async () => {
        const groups = await read(() => iam.listGroupsForUser({ UserName }));
        return isNoEvidence(groups) ? groups : sorted(groups.Groups?.map(({ GroupName = '' }) => GroupName));
      },
      attachedPolicies: async () => {
        const attached = await read(() => iam.listAttachedUserPolicies({ UserName }));
        return isNoEvidence(attached) ? attached : attachedOf(attached.AttachedPolicies);
      },
      inlinePolicies: async () => {
        const inline = await read(() => iam.listUserPolicies({ UserName }));
        return isNoEvidence(inline) ? inline : sorted(inline.PolicyNames);
      },
    });
    return { ...identity, passwordLastUsed: time(User?.PasswordLastUsed), ...parts };
  }, GONE);
}

/** What GetUser and GetAccountAuthorizationDetails both give. */
export const identityOf = ({ UserName, Arn, ...user }: { [K in keyof User]?: User[K] | undefined }) =>
  UserName === undefined || Arn === undefined
    ? null
    : {
        id: user.UserId ?? Arn,
        name: UserName,
        arn: Arn,
        path: user.Path ?? '/',
        createdAt: time(user.CreateDate),
        permissionsBoundaryArn: text(user.PermissionsBoundary?.PermissionsBoundaryArn),
        tags: tagMap(user.Tags),
      };
