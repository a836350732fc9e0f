import { type ResourceType } from '../../resource-type.js';
import { iamAccessKey } from './access-key.js';
import { iamGroup } from './group.js';
import { iamInlinePolicy } from './inline-policy.js';
import { iamManagedPolicy } from './managed-policy.js';
import { iamPasswordPolicy } from './password-policy.js';
import { iamRole } from './role.js';
import { iamRoot } from './root.js';
import { iamServerCertificate } from './server-certificate.js';
import { iamUser } from './user.js';
import { iamVirtualMfaDevice } from './virtual-mfa-device.js';

export const iamTypes: readonly ResourceType[] = [
  iamUser,
  iamAccessKey,
  iamGroup,
  iamRole,
  iamManagedPolicy,
  iamInlinePolicy,
  iamRoot,
  iamVirtualMfaDevice,
  iamPasswordPolicy,
  iamServerCertificate,
];
