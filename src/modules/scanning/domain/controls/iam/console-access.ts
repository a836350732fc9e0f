import { control, fail, notApplicable, pass, undecided } from '../../control.js';
import { iamUser } from '../../resources/iam/user.js';
import { isOlderThan } from '../shared.js';

export const userMfa = control({
  id: 'iam_user_mfa_enabled_console_access',
  on: iamUser,
  severity: 'high',
  class: 'security',
  title: 'IAM user signs in to the console without MFA',
  risk: 'A guessed, reused or phished password is all that it takes to act as this user.',
  remediation: {
    text: 'Have the user register an MFA device, or take the password away.',
    steps: [
      'Deny everything but registering a device to sessions without aws:MultiFactorAuthPresent.',
      'Have the user register a passkey, a hardware key or an authenticator app.',
    ],
    url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa.html',
  },
  needs: ['consolePassword', 'mfaActive'],
  decide: ({ consolePassword, mfaActive }) => {
    if (consolePassword === null) return notApplicable({ consolePassword });
    return mfaActive ? pass({ mfaActive }) : fail({ mfaActive });
  },
});

/** One that was never used is as old as itself. */
export const consoleAccessUnused = control({
  id: 'iam_user_console_access_unused',
  on: iamUser,
  severity: 'medium',
  class: 'security',
  title: 'Console password of an IAM user is unused',
  risk: 'Nobody notices when a password that its owner no longer uses is used by somebody else.',
  remediation: {
    text: 'Take the password of the user away: delete its login profile.',
    url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html',
  },
  needs: ['consolePassword', 'passwordLastUsed'],
  parameters: { unusedDays: 45 },
  decide: ({ consolePassword, passwordLastUsed, createdAt }, { now, parameters: { unusedDays } }) => {
    if (consolePassword === null) return notApplicable({ consolePassword });
    const evidence = { passwordLastUsed, passwordSetAt: consolePassword.createdAt, createdAt, unusedDays };
    const since = passwordLastUsed ?? consolePassword.createdAt ?? createdAt;
    if (since === null) return undecided('AWS gave no date of the password', evidence);
    return isOlderThan(since, unusedDays, now) ? fail(evidence) : pass(evidence);
  },
});
