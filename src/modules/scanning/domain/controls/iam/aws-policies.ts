import { control, fail, notApplicable, pass } from '../../control.js';
import { iamRoot } from '../../resources/iam/root.js';

/** A role, as CIS asks for it: what a group or a user has is shown, and does not count. */
export const supportRole = control({
  id: 'iam_support_role_created',
  on: iamRoot,
  severity: 'low',
  class: 'security',
  title: 'No role may open cases with AWS Support',
  risk: 'In an incident somebody has to talk to AWS; without a role for it, that takes the root user or comes late.',
  remediation: {
    text: 'Attach AWSSupportAccess to a role that those who handle incidents may assume.',
    url: 'https://docs.aws.amazon.com/awssupport/latest/user/accessing-support.html',
  },
  needs: ['supportAccess'],
  decide: ({ supportAccess }) => {
    if (supportAccess === null) return notApplicable({ supportAccess });
    return supportAccess.roles.length > 0 ? pass({ ...supportAccess }) : fail({ ...supportAccess });
  },
});

export const cloudShellFullAccess = control({
  id: 'iam_policy_cloudshell_admin_not_attached',
  on: iamRoot,
  severity: 'medium',
  class: 'security',
  title: 'AWSCloudShellFullAccess is attached',
  risk: 'CloudShell with file transfer and its own way to the Internet is a way to carry data out.',
  remediation: {
    text: 'Detach AWSCloudShellFullAccess; where CloudShell is needed, allow it without file upload and download.',
    url: 'https://docs.aws.amazon.com/cloudshell/latest/userguide/sec-auth-with-identities.html',
  },
  needs: ['cloudShellFullAccess'],
  decide: ({ cloudShellFullAccess: held }) => {
    if (held === null) return notApplicable({ attachedTo: null });
    const isHeld = held.users.length + held.groups.length + held.roles.length > 0;
    return isHeld ? fail({ ...held }) : pass({ ...held });
  },
});
