import { type Control } from '../../control.js';
import { accessKeyIdle, accessKeyRotation } from './access-key-age.js';
import { accessKeyUnused } from './access-key-unused.js';
import {
  groupAdministratorAccess,
  roleAdministratorAccess,
  userAdministratorAccess,
} from './administrator-access.js';
import {
  awsAttachedAdministrator,
  customerAttachedAdministrator,
  customerUnattachedAdministrator,
  inlineAdministrator,
} from './administrator-documents.js';
import { cloudShellFullAccess, supportRole } from './aws-policies.js';
import { consoleAccessUnused, userMfa } from './console-access.js';
import { cloudtrailFullAccess, kmsFullAccess, wildcardServices } from './full-access.js';
import { passwordPolicyControls } from './password-policy.js';
import { policiesOnUsers } from './policies-on-users.js';
import { roleConfusedDeputy } from './role-confused-deputy.js';
import { roleTrustPublic } from './role-trust-public.js';
import { noRootAccessKey, rootHardwareMfa, rootMfa } from './root-credentials.js';
import { rootUsage } from './root-usage.js';
import { serverCertificateExpired } from './server-certificate-expired.js';
import { initialAccessKey, twoActiveAccessKeys } from './user-access-keys.js';
import { userUnused } from './user-unused.js';

export const iamControls: readonly Control[] = [
  userUnused,
  accessKeyUnused,
  noRootAccessKey,
  rootMfa,
  rootHardwareMfa,
  rootUsage,
  supportRole,
  cloudShellFullAccess,
  ...passwordPolicyControls,
  userMfa,
  consoleAccessUnused,
  twoActiveAccessKeys,
  initialAccessKey,
  accessKeyIdle,
  accessKeyRotation,
  policiesOnUsers,
  userAdministratorAccess,
  groupAdministratorAccess,
  roleAdministratorAccess,
  customerAttachedAdministrator,
  customerUnattachedAdministrator,
  awsAttachedAdministrator,
  inlineAdministrator,
  cloudtrailFullAccess,
  kmsFullAccess,
  wildcardServices,
  roleConfusedDeputy,
  roleTrustPublic,
  serverCertificateExpired,
];
