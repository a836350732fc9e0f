import { control, pass, undecided, withoutPart } from '../../control.js';
import { isNoEvidence, type NoEvidence } from '../../part.js';
import { free } from '../../prices/index.js';
import { type IamUser, iamUser } from '../../resources/iam/user.js';
import { isOlderThan, latest, wasted } from '../shared.js';

/** Uses that are known, and the first part that hides others. */
function usesOf({ passwordLastUsed, accessKeys }: IamUser): {
  known: (string | null)[];
  missing: { part: string; why: NoEvidence } | null;
} {
  const ofKeys = isNoEvidence(accessKeys) ? [accessKeys] : accessKeys.map((key) => key.lastUsedAt);
  const uses = [
    { part: 'accessKeys', uses: ofKeys },
    { part: 'passwordLastUsed', uses: [passwordLastUsed] },
  ].flatMap(({ part, uses }) => uses.map((use) => ({ part, use })));
  const missing = uses.flatMap(({ part, use }) => (isNoEvidence(use) ? [{ part, why: use }] : []));
  return {
    known: uses.flatMap(({ use }) => (isNoEvidence(use) ? [] : [use])),
    missing: missing[0] ?? null,
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
    const { known, missing } = usesOf(user);
    const lastUse = latest(known);
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
    if (missing !== null) return withoutPart(missing.part, missing.why, evidence);
    if (lastUse === null && createdAt === null) return undecided('AWS gave no creation date', evidence);

    // no evidence about the password counts as one: a risk is not played down
    const active = isNoEvidence(accessKeys) || accessKeys.some((key) => key.status === 'Active');
    const canSignIn = consolePassword !== null || active;
    return wasted(evidence, free(), canSignIn ? { risk: 'high' } : { risk: 'low', severity: 'low' });
  },
});
