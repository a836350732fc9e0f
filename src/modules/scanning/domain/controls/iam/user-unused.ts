import { control, pass, undecided, withoutPart } from '../../control.js';
import { isNoEvidence, type NoEvidence } from '../../part.js';
import { free } from '../../prices/index.js';
import { type IamUser, iamUser } from '../../resources/iam/user.js';
import { isOlderThan, latest, wasted } from '../shared.js';

/** Uses of keys that are known, and the first reason why others are not. */
function keyUses({ accessKeys }: IamUser): { known: (string | null)[]; missing: NoEvidence | null } {
  if (isNoEvidence(accessKeys)) return { known: [], missing: accessKeys };
  const uses = accessKeys.map((key) => key.lastUsedAt);
  return {
    known: uses.filter((use): use is string | null => !isNoEvidence(use)),
    missing: uses.find((use) => isNoEvidence(use)) ?? null,
  };
}

export const userUnused = control({
  id: 'iam_user_unused',
  on: iamUser,
  severity: 'medium',
  class: 'waste',
  title: 'IAM user is unused',
  risk: 'Credentials that nobody uses are credentials whose theft nobody notices.',
  remediation: {
    text: 'Deactivate the user’s keys and password, wait, then delete the user.',
    url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_users_remove.html',
  },
  needs: [],
  decide: (user, { now, thresholds: { unusedUserDays: days } }) => {
    const { createdAt, passwordLastUsed, consolePassword, accessKeys } = user;
    const { known, missing } = keyUses(user);
    const lastUse = latest([passwordLastUsed, ...known]);
    const evidence = {
      createdAt,
      passwordLastUsed,
      consolePassword: isNoEvidence(consolePassword) ? consolePassword : consolePassword !== null,
      accessKeys,
      lastUse,
      thresholdDays: days,
      note: 'Console sign-ins and access keys count; SSH keys and service credentials tell no last use',
    };
    if (lastUse !== null && !isOlderThan(lastUse, days, now)) return pass(evidence);
    if (createdAt !== null && !isOlderThan(createdAt, days, now)) return pass(evidence);
    if (missing !== null) return withoutPart('accessKeys', missing, evidence);
    if (lastUse === null && createdAt === null) return undecided('AWS gave no creation date', evidence);

    // no evidence about the password counts as one: a risk is not played down
    const active = isNoEvidence(accessKeys) || accessKeys.some((key) => key.status === 'Active');
    const canSignIn = consolePassword !== null || active;
    return wasted(evidence, free(), canSignIn ? { risk: 'high' } : { risk: 'low', severity: 'low' });
  },
});
