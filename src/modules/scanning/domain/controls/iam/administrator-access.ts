import { control, type Decision, fail, notApplicable, pass, type Severity } from '../../control.js';
import { type AttachedPolicies, isAwsPolicy } from '../../resources/iam/attached-policy.js';
import { iamGroup } from '../../resources/iam/group.js';
import { iamRole, isServiceLinked } from '../../resources/iam/role.js';
import { iamUser } from '../../resources/iam/user.js';

/** AWS's own policy, and not whatever else goes by its name. */
function decideOn(attachedPolicies: AttachedPolicies): Decision {
  const found = attachedPolicies.find(({ arn }) => isAwsPolicy(arn, 'AdministratorAccess'));
  return found === undefined
    ? pass({ attachedPolicies: attachedPolicies.length })
    : fail({ policy: found.arn });
}

const about = (id: string, who: string, severity: Severity) =>
  ({
    id,
    severity,
    class: 'security',
    title: `IAM ${who} has AdministratorAccess`,
    risk: `Whoever acts with this ${who} can do everything in the account, erase its traces included.`,
    remediation: {
      text: `Find out what the ${who} needs, attach a policy with that, and detach AdministratorAccess.`,
      steps: [
        'Look under Access Advisor which services were used, or let IAM Access Analyzer generate a policy.',
        'Attach the narrower policy, then detach AdministratorAccess.',
      ],
      url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html',
    },
    needs: ['attachedPolicies'],
  }) as const;

export const userAdministratorAccess = control({
  ...about('iam_user_administrator_access_policy', 'user', 'critical'),
  on: iamUser,
  decide: ({ attachedPolicies }) => decideOn(attachedPolicies),
});

export const groupAdministratorAccess = control({
  ...about('iam_group_administrator_access_policy', 'group', 'high'),
  on: iamGroup,
  decide: ({ attachedPolicies }) => decideOn(attachedPolicies),
});

export const roleAdministratorAccess = control({
  ...about('iam_role_administratoraccess_policy', 'role', 'high'),
  on: iamRole,
  decide: (role) =>
    isServiceLinked(role) ? notApplicable({ path: role.path }) : decideOn(role.attachedPolicies),
});
