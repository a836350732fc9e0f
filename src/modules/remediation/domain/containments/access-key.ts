import { z } from 'zod';
import { call } from '../call.js';
import { change, fix, nothing, read, refuse, type Target } from '../fix.js';

const keys = z.object({
  AccessKeyMetadata: z.array(z.object({ AccessKeyId: z.string(), Status: z.string() })),
});

/**
 * An inactive key signs nothing any more. What was got by it before lasts until it expires, as
 * docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_disable-perms.html says: those sessions
 * go by the user's own rights, so that a quarantine of the user stops them too.
 */
export const containAccessKey = fix({
  id: 'contain-access-key',
  controls: [],
  type: 'AWS::IAM::AccessKey',
  title: 'Deactivate the access key',
  reads: {
    keys: read('iam', 'ListAccessKeys', keys, (target) => ({ UserName: userOf(target) }), {
      absent: 'NoSuchEntity',
      about: ({ AccessKeyMetadata }, { name }) => ({
        AccessKeyMetadata: AccessKeyMetadata.filter(({ AccessKeyId }) => AccessKeyId === name),
      }),
    }),
  },
  actions: ['iam:UpdateAccessKey'],
  plan: ({ target, state }) => {
    if (target.arn.includes(':root/access-key/'))
      return refuse('It is a key of the root user: only who signs in as root can deactivate it');
    const [key] = state.keys?.AccessKeyMetadata ?? [];
    if (key === undefined) return refuse(`The user ${userOf(target)} has no such key any more`);
    if (key.Status !== 'Active') return nothing(`The key is ${key.Status.toLowerCase()} already`);
    return change(
      [
        `The key ${target.name} of ${userOf(target)} will be inactive: nothing that it signs is taken any more`,
        'Sessions that were got by it before last until they expire; a quarantine of the user stops them too',
      ],
      [update(target, 'Inactive')],
    );
  },
  restore: ({ target, before }) =>
    (before.keys?.AccessKeyMetadata ?? []).map(({ Status }) => update(target, Status)),
  holds: ({ keys: now }) => now?.AccessKeyMetadata.every(({ Status }) => Status !== 'Active') ?? true,
});

const update = (target: Target, Status: string) =>
  call('iam', 'UpdateAccessKey', { UserName: userOf(target), AccessKeyId: target.name, Status });

/** Behind the path, if there is one: `…:user/team/alice/access-key/AKIA…`. */
function userOf({ arn }: Target): string {
  const user = arn.slice(0, arn.indexOf('/access-key/'));
  return user.slice(Math.max(user.lastIndexOf('/'), user.lastIndexOf(':')) + 1);
}
