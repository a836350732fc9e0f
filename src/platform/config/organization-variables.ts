import { z } from 'zod';
import { flag, optional } from './variable-kinds.js';

/** Accounts that are found in an organization of AWS, and not registered one by one. */
export const organizationVariables = {
  ORGANIZATION_DISCOVERY: flag(false).describe(
    'true looks for new accounts of the organization once a day, and registers them',
  ),
  ORGANIZATION_ROLE_ARN: optional(
    z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/./, 'must be the ARN of a role'),
  ).describe(
    "Role in the organization's management account that may list its accounts; not set: the service's own role",
  ),
  ORGANIZATION_TENANT: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be the id of a tenant')
    .default('default')
    .describe('Tenant that gets the accounts which are found once a day'),
  ORGANIZATION_EXTERNAL_ID: optional(
    z
      .string()
      .regex(/^[\w+=,.@:/-]{2,1224}$/, 'must have 2 to 1224 letters, digits or characters of +=,.@:/-_'),
  ).describe('External id of the roles in accounts of the organization, and of ORGANIZATION_ROLE_ARN'),
};
