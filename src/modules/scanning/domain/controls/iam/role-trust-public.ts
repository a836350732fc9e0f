import { control, fail, notApplicable, pass } from '../../control.js';
import { isOn, requiresKey } from '../../policy/condition.js';
import { type Condition, publicStatements, type Statement, touchesAction } from '../../policy/index.js';
import { iamRole, isServiceLinked } from '../../resources/iam/role.js';

/**
 * Identity providers where anybody can have an account, and the claims that tell whose token it is. An `aud` does so
 * where each application has its own; GitHub's and the like is `sts.amazonaws.com` for everybody.
 * docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
const SHARED_PROVIDERS: Readonly<Record<string, readonly string[]>> = {
  'token.actions.githubusercontent.com': ['sub', 'job_workflow_ref', 'repository', 'repository_owner'],
  'gitlab.com': ['sub', 'project_path', 'namespace_path'],
  'app.terraform.io': ['sub'],
  'accounts.google.com': ['aud', 'oaud', 'sub'],
  'www.amazon.com': ['app_id', 'user_id'],
  'graph.facebook.com': ['app_id', 'id'],
  'cognito-identity.amazonaws.com': ['aud', 'sub'],
};

/** `arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com`, or the bare host. */
const hostOf = (id: string): string => id.replace(/^arn:[^:]*:iam::\d*:oidc-provider\//, '');

/** `repo:*` fixes nobody, `repo:acme/*` does. */
const fixesSomebody = ({ values }: Condition): boolean =>
  values.length > 0 &&
  values.every((value) => {
    const [beforeWildcard = ''] = value.split(/[*?]/, 1);
    return beforeWildcard.replace(/^\w+:/, '') !== '';
  });

/** Lets in whoever has an account with a provider that is open to all. */
function isOpenFederation({ effect, principals, conditions }: Statement): boolean {
  if (effect !== 'Allow') return false;
  return (principals ?? [])
    .filter(({ type }) => type === 'Federated')
    .some(({ id }) => {
      const host = hostOf(id);
      const claims = SHARED_PROVIDERS[host];
      const isTied = (condition: Condition) =>
        requiresKey(condition) &&
        (claims ?? []).some((claim) => isOn(condition, `${host}:${claim}`)) &&
        fixesSomebody(condition);
      return claims !== undefined && !conditions.some(isTied);
    });
}

/** An external id is no secret: a role for everybody stays one with it. */
export const roleTrustPublic = control({
  id: 'iam_role_trust_public',
  on: iamRole,
  severity: 'critical',
  class: 'security',
  title: 'Anybody can assume the role',
  risk: 'Every AWS account, or everybody with an account at a public provider, gets the rights of this role.',
  remediation: {
    text: 'Name in the trust policy who may assume the role, or add a condition that does.',
    steps: [
      'Look in CloudTrail who assumed the role until now.',
      'Put their accounts or roles in place of *; for a public provider, add a condition on its sub.',
    ],
    url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-trust-policy.html',
  },
  needs: ['trustPolicy'],
  decide: (role) => {
    if (isServiceLinked(role)) return notApplicable({ path: role.path });
    const statements = role.trustPolicy?.statements ?? [];
    const open = [
      ...(role.trustPolicy === null ? [] : publicStatements(role.trustPolicy)),
      ...statements.filter(isOpenFederation),
    ].filter((one) => touchesAction(one, 'sts:AssumeRole*'));
    return open.length > 0 ? fail({ statements: open }) : pass({ statements: statements.length });
  },
});
