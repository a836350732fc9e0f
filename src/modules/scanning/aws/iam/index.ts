import { type Reader } from '../reader.js';
import { iamAccessKeyReader } from './access-key.js';
import { iamGroupReader } from './group.js';
import { iamInlinePolicyReader } from './inline-policy.js';
import { iamManagedPolicyReader } from './managed-policy.js';
import { iamPasswordPolicyReader } from './password-policy.js';
import { iamRoleReader } from './role.js';
import { iamRootReader } from './root.js';
import { iamServerCertificateReader } from './server-certificate.js';
import { iamUserReader } from './user.js';
import { iamVirtualMfaDeviceReader } from './virtual-mfa-device.js';

export const iamReaders: readonly Reader[] = [
  iamUserReader,
  iamAccessKeyReader,
  iamGroupReader,
  iamRoleReader,
  iamManagedPolicyReader,
  iamInlinePolicyReader,
  iamRootReader,
  iamVirtualMfaDeviceReader,
  iamPasswordPolicyReader,
  iamServerCertificateReader,
];
