import { z } from 'zod';
import { roles } from '../../platform/http/index.js';
import { pageQuery } from '../../shared/paging.js';
import { email, ofTenant, shortText, timestamp } from './fields.schemas.js';

export const apiKeysQuery = pageQuery.extend(ofTenant);

export const createApiKey = z
  .strictObject({
    ...ofTenant,
    name: shortText.describe('What it is for'),
    owner: email.describe('Who answers for what is done with it'),
    role: z.enum(roles),
    expiresAt: timestamp.nullish().describe('Left out: it does not expire'),
  })
  .meta({ id: 'CreateApiKey' });
export type CreateApiKey = Omit<z.output<typeof createApiKey>, 'tenantId'>;

const fields = {
  id: z.string(),
  name: z.string(),
  owner: z.string(),
  role: z.enum(roles),
  prefix: z.string().describe('How the key begins'),
  createdBy: z.string(),
  createdAt: z.date(),
  expiresAt: z.date().nullable(),
  lastUsedAt: z.date().nullable().describe('To the minute'),
  revokedAt: z.date().nullable(),
};

export const apiKey = z.object(fields).meta({ id: 'ApiKey' });

export const newApiKey = z
  .object({ ...fields, key: z.string().describe('Shown now and never again') })
  .meta({ id: 'NewApiKey' });
