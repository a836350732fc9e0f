import { control, type Decision, fail, notApplicable, pass } from '../../control.js';
import { type Known } from '../../part.js';
import { type IamRoot, iamRoot } from '../../resources/iam/root.js';

type Summary = Known<IamRoot, 'summary'>['summary'];

/**
 * An organization that manages root access centrally takes a member's root credentials away: nothing is left that a
 * second factor could guard. docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-access-management.html
 */
const cannotSignIn = ({ passwordPresent, accessKeysPresent }: Summary): boolean =>
  passwordPresent === false && !accessKeysPresent;

export const noRootAccessKey = control({
  id: 'iam_no_root_access_key',
  on: iamRoot,
  severity: 'critical',
  class: 'security',
  title: 'Root user has an access key',
  risk: 'Whoever gets hold of the key owns the account: no policy limits it and it asks for no second factor.',
  remediation: {
    text: 'Delete the root user’s access keys; let what used them assume a role.',
    steps: [
      'Look in the credential report when and for which service the key was last used.',
      'Give that job a role of its own.',
      'Sign in as the root user, open Security credentials, deactivate the key, then delete it.',
    ],
    url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user_manage_delete-key.html',
  },
  needs: ['summary'],
  decide: ({ summary: { accessKeysPresent } }) =>
    accessKeysPresent ? fail({ accessKeysPresent }) : pass({ accessKeysPresent }),
});

export const rootMfa = control({
  id: 'iam_root_mfa_enabled',
  on: iamRoot,
  severity: 'critical',
  class: 'security',
  title: 'Root user has no MFA',
  risk: 'A guessed or stolen password is then all that it takes to own the account.',
  remediation: {
    text: 'Assign an MFA device to the root user.',
    url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/enable-mfa-for-root.html',
  },
  needs: ['summary'],
  decide: ({ summary }) => {
    const { mfaEnabled, passwordPresent } = summary;
    if (cannotSignIn(summary)) return notApplicable({ passwordPresent });
    return mfaEnabled ? pass({ mfaEnabled }) : fail({ mfaEnabled, passwordPresent });
  },
});

/** With MFA on, what is not among the virtual devices is hardware (or a passkey). Security Hub's IAM.6 has it so. */
export const rootHardwareMfa = control({
  id: 'iam_root_hardware_mfa_enabled',
  on: iamRoot,
  severity: 'critical',
  class: 'security',
  title: 'Root user is not guarded by hardware MFA alone',
  risk: 'The secret of a virtual device can be copied from a phone or its backup; that of a hardware key cannot.',
  remediation: {
    text: 'Assign a hardware key to the root user and remove its virtual MFA devices.',
    url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/enable-fido-mfa-for-root.html',
  },
  needs: ['summary', 'virtualMfaDevices'],
  decide: ({ summary, virtualMfaDevices }): Decision => {
    const { mfaEnabled, passwordPresent } = summary;
    if (cannotSignIn(summary)) return notApplicable({ passwordPresent });
    const evidence = { mfaEnabled, virtualMfaDevices };
    return mfaEnabled && virtualMfaDevices.length === 0 ? pass(evidence) : fail(evidence);
  },
});
