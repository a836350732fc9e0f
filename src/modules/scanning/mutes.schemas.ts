import { z } from 'zod';
import { pageOf, pageQuery } from '../../shared/paging.js';
import { timestamp } from '../../shared/timestamp.js';
import { accountId, tenantId } from './scan.schemas.js';

const rule = z
  .strictObject({
    controlId: z.string().min(1).max(128).optional(),
    accountId: accountId.optional(),
    region: z.string().min(1).max(32).optional(),
    resourceArn: z.string().min(1).max(2048).optional().describe('`*` and `?` are wildcards'),
    tag: z
      .strictObject({ key: z.string().min(1).max(128), value: z.string().max(256).optional() })
      .optional()
      .describe('Of the resource; without a value: any'),
  })
  .refine((one) => Object.values(one).some((condition) => condition !== undefined), {
    error: 'must ask for something: an empty rule would mute everything',
  })
  .meta({ example: { controlId: 's3_bucket_unused' } });

const fields = {
  rules: z.array(rule).min(1).max(50).describe('Within a rule all must hold; one of the rules is enough'),
  reason: z.string().trim().min(1).max(1000),
  expiresAt: timestamp.nullish().describe('Findings are no longer muted from then on; left out: never'),
};

export const saveMute = z.strictObject({ tenantId: tenantId.optional(), ...fields }).meta({ id: 'SaveMute' });
export type SaveMute = z.output<typeof saveMute>;

export const muteAnswer = z
  .object({
    id: z.string(),
    tenantId: z.string(),
    rules: z.array(rule),
    reason: z.string(),
    expiresAt: z.date().nullable(),
    isExpired: z.boolean(),
    createdBy: z.string(),
    createdAt: z.date(),
    updatedAt: z.date(),
  })
  .meta({ id: 'Mute' });
export type MuteAnswer = z.output<typeof muteAnswer>;
export const muteList = pageOf(muteAnswer);

export const muteQuery = pageQuery.extend({ tenantId: tenantId.optional() });
export type MuteQuery = z.output<typeof muteQuery>;

export const muteTrial = z
  .object({
    matches: z.number().describe('Open findings that the rules fit'),
    sample: z.array(z.object({ findingId: z.string(), controlId: z.string(), resourceArn: z.string() })),
  })
  .meta({ id: 'MuteTrial' });
export type MuteTrial = z.output<typeof muteTrial>;
