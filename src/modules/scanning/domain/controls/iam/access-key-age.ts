import { control, fail, notApplicable, pass, undecided } from '../../control.js';
import { iamAccessKey } from '../../resources/iam/access-key.js';
import { isOlderThan } from '../shared.js';

/** An active key that was never used is as old as itself: it does not pass for want of a last use. */
export const accessKeyIdle = control({
  id: 'iam_user_accesskey_unused',
  on: iamAccessKey,
  severity: 'medium',
  class: 'security',
  title: 'Active access key has not been used lately',
  risk: 'A key that nobody misses is stolen without anybody noticing.',
  remediation: {
    text: 'Deactivate the key, wait whether anything breaks, then delete it.',
    url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html',
  },
  needs: ['lastUsedAt'],
  parameters: { unusedDays: 45 },
  decide: ({ userName, status, createdAt, lastUsedAt }, { now, parameters: { unusedDays } }) => {
    const evidence = { userName, status, createdAt, lastUsedAt, unusedDays };
    if (status !== 'Active') return notApplicable(evidence);
    const since = lastUsedAt ?? createdAt;
    if (since === null) return undecided('AWS gave neither a creation date nor a last use', evidence);
    return isOlderThan(since, unusedDays, now) ? fail(evidence) : pass(evidence);
  },
});

/** A key is never changed, only replaced: its age is its creation's. */
export const accessKeyRotation = control({
  id: 'iam_rotate_access_key_90_days',
  on: iamAccessKey,
  severity: 'medium',
  class: 'security',
  title: 'Active access key is too old',
  risk: 'The longer a key works, the more copies of it lie around, and the longer a stolen one is of use.',
  remediation: {
    text: 'Replace the key; better, let what uses it assume a role.',
    steps: [
      'Create a second key and give it to whatever uses the first.',
      'When the first key’s last use no longer moves, deactivate it.',
      'Delete it when nothing broke.',
    ],
    url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id-credentials-access-keys-update.html',
  },
  needs: [],
  parameters: { maxAgeDays: 90 },
  decide: ({ userName, status, createdAt }, { now, parameters: { maxAgeDays } }) => {
    const evidence = { userName, status, createdAt, maxAgeDays };
    if (status !== 'Active') return notApplicable(evidence);
    if (createdAt === null) return undecided('AWS gave no creation date', evidence);
    return isOlderThan(createdAt, maxAgeDays, now) ? fail(evidence) : pass(evidence);
  },
});
