import { z } from 'zod';
import { pageQuery } from '../../shared/paging.js';
import { roleHome } from './domain/aws-account.js';
import { checkStatuses, verificationStatuses } from './domain/verification.js';
import { ofTenant, shortText } from './fields.schemas.js';

const ALL_ENABLED = 'all enabled';

const accountId = z.string().regex(/^\d{12}$/, 'must have 12 digits');

const roleArn = z
  .string()
  .max(2048)
  .refine(
    (arn) => roleHome(arn) !== undefined,
    'must be the ARN of a role, such as arn:aws:iam::123456789012:role/Name',
  )
  .describe("The role to assume; left out: this process's own credentials, in their own account");

// STS API reference, AssumeRole
export const externalId = z
  .string()
  .regex(/^[\w+=,.@:/-]{2,1224}$/, 'must have 2 to 1224 letters, digits or characters of +=,.@:/-_');

const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be a region such as eu-west-1');
const regions = z
  .union([z.array(region).min(1).max(100), z.literal(ALL_ENABLED), z.null()], {
    error: 'must be a list of regions such as ["eu-west-1"], or "all enabled"',
  })
  .describe('Left out, null or "all enabled": all regions that are enabled in the account');

export const createAccount = z
  .strictObject({
    ...ofTenant,
    accountId,
    name: shortText.optional(),
    roleArn: roleArn.nullish(),
    externalId: externalId.nullish(),
    regions: regions.optional(),
  })
  .meta({ id: 'CreateAccount' });
export type CreateAccount = Omit<z.output<typeof createAccount>, 'tenantId'>;

export const changeAccount = createAccount
  .partial({ accountId: true })
  .meta({ id: 'ChangeAccount', description: 'What is left out stays as it is' });
export type ChangeAccount = Omit<z.output<typeof changeAccount>, 'tenantId'>;

export const accountsQuery = pageQuery.extend({ ...ofTenant, accountId: accountId.optional() });

/** null stands for all enabled regions. */
export const toRegions = (given: z.output<typeof regions>): string[] | null =>
  Array.isArray(given) ? [...new Set(given)] : null;

export const showRegions = (stored: string[] | null): string[] | typeof ALL_ENABLED => stored ?? ALL_ENABLED;

const check = z.object({
  service: z.string(),
  action: z.string().describe('As IAM policies name it'),
  status: z.enum(checkStatuses),
  message: z.string().optional(),
});

export const verification = z
  .object({
    status: z
      .enum(verificationStatuses)
      .describe('failed: not entered, another account, or nothing readable; partly: see checks'),
    accountId: z.string(),
    arn: z.string().nullable().describe('As whom the service is there'),
    checks: z.array(check),
  })
  .meta({ id: 'AccountVerification' });

export const account = z
  .object({
    id: z.string(),
    tenantId: z.string(),
    accountId: z.string(),
    partition: z.string(),
    name: z.string(),
    roleArn: z.string().nullable(),
    hasExternalId: z.boolean(),
    externalId: z.string().nullable().optional().describe('Shown to admins'),
    regions: z.union([z.array(z.string()), z.literal(ALL_ENABLED)]),
    verification: verification.nullable(),
    verifiedAt: z.date().nullable(),
    createdAt: z.date(),
    updatedAt: z.date(),
  })
  .meta({ id: 'Account' });
export type Account = z.output<typeof account>;
