import { z } from 'zod';
import { logLevels } from '../../platform/watch/index.js';

const level = z
  .string()
  .transform((text) => text.toUpperCase())
  .pipe(z.enum(logLevels));

export const setLogLevel = z
  .strictObject({
    level: level.describe('Least level that is logged'),
    minutes: z
      .int()
      .min(1)
      .max(1440)
      .default(60)
      .describe('After so many, each process logs again what LOG_LEVEL says'),
  })
  .meta({ id: 'SetLogLevel', example: { level: 'DEBUG', minutes: 15 } });
export type SetLogLevel = z.output<typeof setLogLevel>;

export const shownLogLevel = z
  .object({
    level: z.enum(logLevels).describe('What is wanted now'),
    configured: z.enum(logLevels).describe('LOG_LEVEL of the process that answers'),
    until: z.date().nullable().describe('null: it is what the processes were started with'),
    setBy: z.string().nullable(),
    setAt: z.date().nullable(),
    processes: z
      .array(z.object({ id: z.string(), role: z.string(), host: z.string(), level: z.string() }))
      .describe('What each process logs, as it said within the last seconds'),
  })
  .meta({ id: 'LogLevel' });
export type ShownLogLevel = z.output<typeof shownLogLevel>;
