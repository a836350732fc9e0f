import { type AccessKeyMetadata, type IAM, type User } from '@aws-sdk/client-iam';
import { type Aws } from '../../../../platform/aws/index.js';
import { isNoEvidence, type Part } from '../../domain/part.js';
import { type IamUser, type UserAccessKey } from '../../domain/resources/iam/user.js';
import { byKey, tagMap, text, time } from '../fields.js';
import { present } from '../map-concurrent.js';
import { read, unlessGone } from '../reader.js';

const GONE = 'NoSuchEntity';

/** A user by its name; null: there is none. */
export async function describeUser(aws: Aws, UserName: string): Promise<IamUser | null> {
  const iam = await aws.iam();
  const found = await unlessGone(() => iam.getUser({ UserName }), GONE);
  return found?.User === undefined ? null : readUser(iam, found.User);
}

/** What a listed user's own calls add; null: the user is gone since it was listed. */
export const readUser = (iam: IAM, user: User): Promise<IamUser | null> =>
  unlessGone(async () => {
    const { UserName, Arn, UserId } = user;
    if (UserName === undefined || Arn === undefined) return null;
    const [accessKeys, login, tags] = await Promise.all([
      read(() => accessKeysOf(iam, UserName)),
      read(() => iam.getLoginProfile({ UserName }), { absent: GONE }),
      read(() => iam.listUserTags({ UserName })),
    ]);
    return {
      id: UserId ?? Arn,
      name: UserName,
      arn: Arn,
      path: user.Path ?? '/',
      createdAt: time(user.CreateDate),
      passwordLastUsed: time(user.PasswordLastUsed),
      consolePassword:
        login === null || isNoEvidence(login) ? login : { createdAt: time(login.LoginProfile?.CreateDate) },
      accessKeys,
      tags: isNoEvidence(tags) ? tags : tagMap(tags.Tags),
    };
  }, GONE);

/** A user has two keys at most: never a second page. */
async function accessKeysOf(iam: IAM, UserName: string): Promise<UserAccessKey[]> {
  const { AccessKeyMetadata = [] } = await iam.listAccessKeys({ UserName });
  const keys = await Promise.all(AccessKeyMetadata.map((key) => toAccessKey(iam, key)));
  return byKey(present(keys), (key) => key.id);
}

/** null: deleted since it was listed. */
async function toAccessKey(iam: IAM, key: AccessKeyMetadata): Promise<UserAccessKey | null> {
  const { AccessKeyId } = key;
  if (AccessKeyId === undefined) return null;
  const lastUsed = await read(() => iam.getAccessKeyLastUsed({ AccessKeyId }), { absent: GONE });
  if (lastUsed === null) return null;
  const lastUsedAt: Part<string | null> = isNoEvidence(lastUsed)
    ? lastUsed
    : time(lastUsed.AccessKeyLastUsed?.LastUsedDate);
  return {
    id: AccessKeyId,
    status: text(key.Status) ?? 'Active',
    createdAt: time(key.CreateDate),
    lastUsedAt,
  };
}
