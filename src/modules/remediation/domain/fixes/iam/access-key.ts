import { z } from 'zod';
import { call } from '../../call.js';
import { change, fix, nothing, read, refuse, type Target } from '../../fix.js';

const DAY_MS = 86_400_000;

/** arn:aws:iam::123456789012:user/eng/alice/access-key/AKIA… : a path may stand before the name. */
const ofKey = ({ arn, name }: Target) => {
  const [, user] = /:user\/(?:.*\/)?([^/]+)\/access-key\/[^/]+$/.exec(arn) ?? [];
  if (user === undefined) throw new Error(`${arn} is no access key of a user`);
  return { UserName: user, AccessKeyId: name };
};

export const accessKeys = z.object({
  AccessKeyMetadata: z.array(z.object({ AccessKeyId: z.string(), Status: z.string() })),
});

type Keys = z.infer<typeof accessKeys>;

/** The user's other key is no concern of the fix. */
const keyRead = read(
  'iam',
  'ListAccessKeys',
  accessKeys,
  (target) => ({ UserName: ofKey(target).UserName }),
  {
    absent: 'NoSuchEntity',
    about: ({ AccessKeyMetadata }, { name }) => ({
      AccessKeyMetadata: AccessKeyMetadata.filter(({ AccessKeyId }) => AccessKeyId === name),
    }),
  },
);

/**
 * AWS denies this of a key that is not there, and also where it may not be asked: neither is a key that was never used.
 * One in use is planned anew whenever it was used; it is refused anyway.
 */
const useRead = read(
  'iam',
  'GetAccessKeyLastUsed',
  z.object({ AccessKeyLastUsed: z.object({ LastUsedDate: z.string().optional() }).optional() }),
  ({ name }) => ({ AccessKeyId: name }),
  { isContext: true },
);

const statusOf = (keys: Keys | null): string | undefined => keys?.AccessKeyMetadata[0]?.Status;

const isLately = (at: string, days: number, now: Date): boolean =>
  now.getTime() - Date.parse(at) < days * DAY_MS;

const settings = z.strictObject({
  /** A key that was used within so many days is left alone. */
  unusedDays: z.number().int().min(1).max(365).default(30),
});

const inUse = (at: string, days: number) =>
  refuse(
    `It was used on ${at.slice(0, 10)}, less than ${days} days ago: find out what uses it, and give that another key or a role first`,
  );

/** The root user's keys are no user's: no inventory lists them, and no call of an account can deactivate them. */
const ofRoot = ({ arn }: Target): boolean => !arn.includes(':user/');
const ROOT = refuse(
  'It is a key of the root user: sign in as root, and delete it under "My security credentials"',
);

/** docs.aws.amazon.com/IAM/latest/UserGuide/id-credentials-access-keys-update.html */
export const deactivateAccessKey = fix({
  id: 'iam_user_accesskey_unused',
  controls: ['iam_user_accesskey_unused', 'iam_rotate_access_key_90_days'],
  type: 'AWS::IAM::AccessKey',
  title: 'Deactivate the access key',
  settings,
  reads: { keys: keyRead, use: useRead },
  actions: ['iam:UpdateAccessKey'],
  plan: ({ target, state: { keys, use }, settings: { unusedDays }, now }) => {
    if (ofRoot(target)) return ROOT;
    const status = statusOf(keys);
    if (status === undefined) return nothing('There is no such key any more');
    if (status !== 'Active') return nothing(`It is ${status}`);
    const at = use.AccessKeyLastUsed?.LastUsedDate;
    if (at !== undefined && isLately(at, unusedDays, now)) return inUse(at, unusedDays);
    const { UserName } = ofKey(target);
    return change(`The key of ${UserName} will be Inactive: whatever signs with it is denied`, [
      update(target, 'Inactive'),
    ]);
  },
  // the controls are about active keys: they say nothing of it any more
  holds: ({ keys }) => statusOf(keys) !== 'Active',
  restore: ({ target, before: { keys } }) => {
    const status = statusOf(keys);
    return status === undefined ? [] : [update(target, status)];
  },
});

/**
 * Deactivating does not end this control: a key that nobody needs is still there. One that is active is deactivated
 * first (iam_user_accesskey_unused finds it sooner), so that somebody may still say that something broke.
 */
export const deleteAccessKey = fix({
  controls: ['iam_access_key_unused'],
  type: 'AWS::IAM::AccessKey',
  title: 'Delete the deactivated access key',
  loses: 'The key: AWS makes no second one with the same id and secret',
  settings,
  reads: { keys: keyRead },
  actions: ['iam:DeleteAccessKey'],
  plan: ({ target, state: { keys }, evidence, settings: { unusedDays }, now }) => {
    if (ofRoot(target)) return ROOT;
    const status = statusOf(keys);
    if (status === undefined) return nothing('There is no such key any more');
    const at = evidence['lastUsedAt'];
    if (at !== null && typeof at !== 'string') return refuse('Nothing tells when it was last used');
    if (at !== null && isLately(at, unusedDays, now)) return inUse(at, unusedDays);
    if (status === 'Active') {
      return refuse(
        'It is active: deactivate it first (fix iam_user_accesskey_unused), see whether anything breaks, then delete it',
      );
    }
    const { UserName } = ofKey(target);
    return change(`The inactive key of ${UserName} will be gone`, [
      call('iam', 'DeleteAccessKey', ofKey(target), { done: ['NoSuchEntity'] }),
    ]);
  },
});

const update = (target: Target, Status: string) =>
  call('iam', 'UpdateAccessKey', { ...ofKey(target), Status });
