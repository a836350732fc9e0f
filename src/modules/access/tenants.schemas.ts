import { z } from 'zod';
import { pageQuery } from '../../shared/paging.js';
import { settingsPatch } from './domain/settings.js';
import { ofTenant, shortText, tenantId } from './fields.schemas.js';

export const tenantsQuery = pageQuery.extend(ofTenant);

export const createTenant = z.strictObject({ tenantId, name: shortText }).meta({ id: 'CreateTenant' });

export const tenant = z
  .object({ tenantId: z.string(), name: z.string(), createdAt: z.date() })
  .meta({ id: 'Tenant' });

export const changeSettings = z
  .strictObject({ ...settingsPatch.shape, ...ofTenant })
  .meta({ id: 'ChangeTenantSettings' });
