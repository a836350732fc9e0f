import { z } from 'zod';

export const setKillSwitch = z
  .strictObject({
    tenantId: z.string().min(1).max(64).optional(),
    engaged: z.boolean(),
    reason: z.string().trim().min(1).max(1000).optional(),
  })
  .refine(({ engaged, reason }) => !engaged || reason !== undefined, {
    path: ['reason'],
    error: 'must be given where it is engaged',
  })
  .meta({ id: 'SetKillSwitch', example: { engaged: true, reason: 'An application lost its database' } });
export type SetKillSwitch = z.output<typeof setKillSwitch>;

export const killSwitchAnswer = z
  .object({
    engaged: z.boolean().describe('Nothing is called that changes an account'),
    reason: z.string().nullable(),
    changedBy: z.string().nullable(),
    changedAt: z.date().nullable(),
  })
  .meta({ id: 'KillSwitch' });
export type KillSwitchAnswer = z.output<typeof killSwitchAnswer>;
