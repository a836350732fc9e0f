import { z } from 'zod';
import { customFrameworkId } from './domain/custom-control.js';
import { tenantId } from './scan.schemas.js';

const text = (most: number) => z.string().trim().min(1).max(most);

const requirement = z
  .strictObject({
    id: text(64).describe('As the framework numbers it'),
    title: text(500),
    section: text(200),
    controls: z
      .array(z.string().min(1).max(128))
      .max(100)
      .default([])
      .describe('Ids of GET /controls and GET /controls/custom: what decides it'),
    manual: text(2000).optional().describe('Why a person has to judge it, or the rest of it'),
  })
  .meta({
    example: { id: '1.1', title: 'No bucket is idle', section: 'Storage', controls: ['s3_bucket_unused'] },
  });

const fields = {
  name: text(200),
  version: text(64),
  description: z.string().trim().max(4000).default(''),
  requirements: z.array(requirement).min(1).max(500),
};
const id = z
  .string()
  .max(64)
  .regex(customFrameworkId, 'must be lower-case words joined by - or .: acme-baseline-1.0')
  .meta({ example: 'acme-baseline-1.0' });

export const createFramework = z
  .strictObject({ tenantId: tenantId.optional(), id, ...fields })
  .meta({ id: 'CreateFramework' });
export type CreateFramework = z.output<typeof createFramework>;

export const changeFramework = z
  .strictObject({ tenantId: tenantId.optional(), id: id.optional(), ...fields })
  .meta({ id: 'ChangeFramework' });
export type ChangeFramework = z.output<typeof changeFramework>;
