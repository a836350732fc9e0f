import { z } from 'zod';
import { pageQuery } from '../../../shared/paging.js';
import { externalId } from '../accounts.schemas.js';
import { discoveryOutcomes, discoveryStatuses } from '../domain/discovery.js';
import { verificationStatuses } from '../domain/verification.js';
import { ofTenant } from '../fields.schemas.js';

export const discoverAccountsBody = z
  .strictObject({
    ...ofTenant,
    dryRun: z.boolean().default(false).describe('Only says what would be registered'),
    externalId: externalId
      .nullish()
      .describe('Of the roles in the accounts; left out: ORGANIZATION_EXTERNAL_ID, null: none'),
  })
  .meta({ id: 'DiscoverAccounts' });
export type DiscoverAccounts = Omit<z.output<typeof discoverAccountsBody>, 'tenantId'>;

export const discoveryQuery = pageQuery.extend({
  ...ofTenant,
  outcome: z.enum(discoveryOutcomes).optional(),
  verification: z.enum(verificationStatuses).optional(),
});

const counts = z
  .object({
    added: z.number(),
    registered: z.number(),
    otherTenant: z.number(),
    notActive: z.number(),
    left: z.number(),
    notReachable: z.number().describe('Of those added or registered, those that could not be entered'),
  })
  .meta({ id: 'AccountDiscoveryCounts' });

export const discovery = z
  .object({
    id: z.string(),
    tenantId: z.string(),
    status: z.enum(discoveryStatuses),
    dryRun: z.boolean(),
    organizationId: z.string().nullable(),
    requestedBy: z.string(),
    progress: z.object({
      accountsDone: z.number().describe('Of those that are to be tried, those that were'),
      accountsTotal: z.number().nullable().describe('null until the organization has told'),
    }),
    counts,
    error: z
      .object({
        reason: z.string().describe('denied, no_organization, no_credentials, unsupported or failed'),
        message: z.string(),
      })
      .nullable(),
    createdAt: z.date(),
    startedAt: z.date().nullable(),
    endedAt: z.date().nullable(),
  })
  .meta({ id: 'AccountDiscovery' });
export type Discovery = z.output<typeof discovery>;

const discoveredAccount = z
  .object({
    accountId: z.string(),
    name: z.string(),
    state: z.string().describe('As AWS says it: ACTIVE, SUSPENDED …'),
    outcome: z
      .enum(discoveryOutcomes)
      .describe('not_active: suspended, closed or not opened yet; left: no longer in the organization'),
    verification: z.enum(verificationStatuses).nullable().describe('null: not tried'),
    message: z.string().nullable().describe('What went wrong'),
  })
  .meta({ id: 'DiscoveredAccount' });
export type DiscoveredAccount = z.output<typeof discoveredAccount>;

export const lastDiscovery = discovery.extend({
  items: z.array(discoveredAccount),
  nextCursor: z.string().nullable(),
});
