import { control, fail, notApplicable, pass, withoutPart } from '../../control.js';
import { isNoEvidence } from '../../part.js';
import { iamUser } from '../../resources/iam/user.js';

const KEYS = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html';

export const twoActiveAccessKeys = control({
  id: 'iam_user_two_active_access_key',
  on: iamUser,
  severity: 'medium',
  class: 'security',
  title: 'IAM user has two active access keys',
  risk: 'Two keys are for the hours of a replacement; for longer, there is twice as much to lose.',
  remediation: {
    text: 'Move everything to one of the keys, then deactivate and delete the other.',
    url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id-credentials-access-keys-update.html',
  },
  needs: ['accessKeys'],
  decide: ({ accessKeys }) => {
    const active = accessKeys.filter(({ status }) => status === 'Active').map(({ id }) => id);
    return active.length > 1 ? fail({ active }) : pass({ active });
  },
});

/** As CIS audits it: an active key that was never used, of a user who signs in with a password. */
export const initialAccessKey = control({
  id: 'iam_user_no_setup_initial_access_key',
  on: iamUser,
  severity: 'medium',
  class: 'security',
  title: 'Console user was given an access key that it never used',
  risk: 'A key that was made together with the user and never needed is one more thing to steal.',
  remediation: {
    text: 'Delete the key; make one when a program needs it that cannot have a role.',
    url: KEYS,
  },
  needs: ['consolePassword', 'accessKeys'],
  decide: ({ consolePassword, accessKeys }) => {
    if (consolePassword === null) return notApplicable({ consolePassword });
    const active = accessKeys.filter(({ status }) => status === 'Active');
    const neverUsed = active.filter(({ lastUsedAt }) => lastUsedAt === null).map(({ id }) => id);
    if (neverUsed.length > 0) return fail({ neverUsed });
    const unknown = active.map(({ lastUsedAt }) => lastUsedAt).find(isNoEvidence);
    return unknown === undefined ? pass({ neverUsed }) : withoutPart('accessKeys.lastUsedAt', unknown);
  },
});
