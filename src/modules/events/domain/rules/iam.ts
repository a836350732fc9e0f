import { alongWith, changed, created, deleted, each, kind, nothing, rules, type RuleTable } from '../rule.js';
import {
  certificate,
  oidcProvider,
  passwordPolicy,
  samlProvider,
  virtualMfaDevice,
  assignedMfaDevice,
} from './iam-kinds.js';
import { iamPolicyRules } from './iam-policies.js';
import { iamRoleRules } from './iam-roles.js';
import { iamUserRules } from './iam-users.js';

const serverCertificate = certificate('request.serverCertificateName');
const movedCertificate = kind(
  'AWS::IAM::ServerCertificate',
  'arn:{partition}:iam::{account}:server-certificate{}{}',
)('request.newPath', 'request.newServerCertificateName|request.serverCertificateName');
const mfaDevice = assignedMfaDevice('request.serialNumber');
const saml = samlProvider('response.samlProviderArn|request.samlProviderArn');
const oidc = oidcProvider('response.openIdConnectProviderArn|request.openIdConnectProviderArn');

/** What belongs to the account (IAM/latest/APIReference). */
const accountRules = rules('iam.amazonaws.com', {
  // without one AWS's default holds: the setting stays
  ...each(['UpdateAccountPasswordPolicy', 'DeleteAccountPasswordPolicy'], changed(passwordPolicy)),

  CreateVirtualMFADevice: created(
    virtualMfaDevice('response.virtualMFADevice.serialNumber|request.virtualMFADeviceName'),
  ),
  DeleteVirtualMFADevice: deleted(mfaDevice),
  ...each(['TagMFADevice', 'UntagMFADevice'], changed(mfaDevice)),

  UploadServerCertificate: created(
    certificate('response.serverCertificateMetadata.arn|request.serverCertificateName'),
  ),
  UpdateServerCertificate: alongWith(
    changed(serverCertificate),
    certificate('request.newServerCertificateName'),
    movedCertificate,
  ),
  DeleteServerCertificate: deleted(serverCertificate),
  ...each(['TagServerCertificate', 'UntagServerCertificate'], changed(serverCertificate)),

  CreateSAMLProvider: created(saml),
  DeleteSAMLProvider: deleted(saml),
  ...each(['UpdateSAMLProvider', 'TagSAMLProvider', 'UntagSAMLProvider'], changed(saml)),
  CreateOpenIDConnectProvider: created(oidc),
  DeleteOpenIDConnectProvider: deleted(oidc),
  ...each(
    [
      'AddClientIDToOpenIDConnectProvider',
      'RemoveClientIDFromOpenIDConnectProvider',
      'UpdateOpenIDConnectProviderThumbprint',
      'TagOpenIDConnectProvider',
      'UntagOpenIDConnectProvider',
    ],
    changed(oidc),
  ),

  ...each(['CreateAccountAlias', 'DeleteAccountAlias'], nothing('only a name for the sign-in page')),
  ...each(
    ['GenerateCredentialReport', 'GenerateServiceLastAccessedDetails', 'GenerateOrganizationsAccessReport'],
    nothing('a report'),
  ),
  ...each(
    [
      'SetSecurityTokenServicePreferences',
      'EnableOrganizationsRootCredentialsManagement',
      'DisableOrganizationsRootCredentialsManagement',
      'EnableOrganizationsRootSessions',
      'DisableOrganizationsRootSessions',
    ],
    nothing('an account setting that the inventory does not hold'),
  ),
});

export const iamRules: RuleTable[] = [...iamUserRules, ...iamRoleRules, ...iamPolicyRules, accountRules];
