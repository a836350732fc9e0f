import { kind } from '../rule.js';

/**
 * IAM's kinds of resources (service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html). Calls
 * name users, groups and roles without their path; where an answer or the caller's own ARN has it, that goes first.
 */
export const user = kind('AWS::IAM::User', 'arn:{partition}:iam::{account}:user/{}');
export const group = kind('AWS::IAM::Group', 'arn:{partition}:iam::{account}:group/{}');
export const role = kind('AWS::IAM::Role', 'arn:{partition}:iam::{account}:role/{}');
export const certificate = kind(
  'AWS::IAM::ServerCertificate',
  'arn:{partition}:iam::{account}:server-certificate/{}',
);

const ROOT = /^arn:[^:]+:iam::\d+:root$/;

/** The root user, where the value is its ARN. */
export const root = kind('AWS::IAM::Root', 'arn:{partition}:iam::{account}:{}', {
  id: (value) => (ROOT.test(value) ? value : undefined),
});

/** Whom a call is about that means its caller where it names nobody. */
export const NAMED_OR_CALLER = 'request.userName|identity.arn|identity.userName';

const USER = /^arn:[^:]+:iam::[^:]*:user\/(.+)$/;

/** The name, with its path where an ARN tells it; no other principal's. */
const userPath = (value: string): string | undefined =>
  value.startsWith('arn:') ? USER.exec(value)?.[1] : value;

/** What has no ARN of its own hangs on its user's. */
export const accessKey = kind('AWS::IAM::AccessKey', 'arn:{partition}:iam::{account}:user/{}/access-key/{}', {
  id: userPath,
});

/** A policy that is written into a user, a group or a role. */
export const inlinePolicy = (holder: 'user' | 'group' | 'role') =>
  kind('AWS::IAM::Policy', `arn:{partition}:iam::{account}:${holder}/{}/policy/{}`);

/** A customer's own. */
export const managedPolicy = kind('AWS::IAM::ManagedPolicy', 'arn:{partition}:iam::{account}:policy/{}');

const OF_AWS = /^arn:[^:]+:iam::aws:policy\/(.+)$/;

/** A policy that was attached or detached: AWS's own stand in the inventory under the account that uses them. */
export const attachedPolicy = kind('AWS::IAM::ManagedPolicy', 'arn:{partition}:iam::{account}:{}', {
  id: (value) => {
    const name = OF_AWS.exec(value)?.[1];
    return name === undefined ? value : `aws-managed-policy/${name}`;
  },
});

const KEPT_WITH_ROOT = /^arn:[^:]+:iam::aws:policy\/(AWSSupportAccess|AWSCloudShellFullAccess)$/;

/** Who holds these two policies of AWS's is kept once for the account, with its root user. */
export const holdersOfPolicy = kind('AWS::IAM::Root', 'arn:{partition}:iam::{account}:{}', {
  id: (value) => (KEPT_WITH_ROOT.test(value) ? 'root' : undefined),
});

/** The serial number of a virtual device is an ARN; those of hardware and passkeys are not such. */
export const virtualMfaDevice = kind('AWS::IAM::VirtualMFADevice', 'arn:{partition}:iam::{account}:mfa/{}');
export const assignedMfaDevice = kind('AWS::IAM::VirtualMFADevice', 'arn:{partition}:iam::{account}:mfa/{}', {
  id: (value) => (value.startsWith('arn:') ? value : undefined),
});

export const passwordPolicy = kind(
  'AWS::IAM::AccountPasswordPolicy',
  'arn:{partition}:iam::{account}:account-password-policy',
)();

/** Not in the inventory. */
export const instanceProfile = kind(null, 'arn:{partition}:iam::{account}:instance-profile/{}');
export const samlProvider = kind(null, 'arn:{partition}:iam::{account}:saml-provider/{}');
export const oidcProvider = kind(null, 'arn:{partition}:iam::{account}:oidc-provider/{}');
