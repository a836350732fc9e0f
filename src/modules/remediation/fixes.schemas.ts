import { z } from 'zod';

const fix = z
  .object({
    fixId: z.string(),
    title: z.string().describe('What it does'),
    controls: z.array(z.string()).describe('Those that it makes pass'),
    resourceType: z.string(),
    loses: z.string().nullable().describe('What cannot be brought back; null: all of it can'),
    permissions: z.array(z.string()).describe('IAM actions that the role which changes needs for it'),
  })
  .meta({ id: 'Fix' });

export const fixList = z
  .object({ items: z.array(fix), nextCursor: z.null().describe('All are in one answer') })
  .meta({ id: 'Fixes' });
export type FixList = z.output<typeof fixList>;
