import { z } from 'zod';
import { pageQuery } from '../../shared/paging.js';
import { ofTenant, shortText, timestamp } from './fields.schemas.js';

export const auditQuery = pageQuery.extend({
  ...ofTenant,
  actor: z.string().max(254).optional().describe("The email of a key's owner"),
  action: shortText.optional(),
  targetType: shortText.optional(),
  targetId: z.string().max(2048).optional(),
  since: timestamp.optional(),
  until: timestamp.optional().describe('Not included'),
});

export const auditEntry = z
  .object({
    id: z.string(),
    at: z.date(),
    actor: z.string(),
    actorKeyId: z.string(),
    action: z.string(),
    targetType: z.string(),
    targetId: z.string(),
    before: z.unknown(),
    after: z.unknown(),
    correlationId: z.string(),
  })
  .meta({ id: 'AuditEntry' });
