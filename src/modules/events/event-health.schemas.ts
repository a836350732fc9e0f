import { z } from 'zod';

const counts = {
  received: z.number().describe('Events of the last seven days, as often as they came'),
  duplicate: z.number().describe('Of them those that had come before'),
};

const unownedCounts = {
  ...counts,
  refused: z.number().describe('Of them those of accounts that no tenant has registered'),
  poison: z.number().describe('Messages that are no events, beside them'),
};

const accountHealth = z.object({
  accountId: z.string(),
  name: z.string(),
  status: z
    .enum(['ok', 'never', 'silent', 'incomplete', 'slow'])
    .describe(
      'never: no event has come in a week; silent: none for a day; incomplete: scans found changes that no event told; slow: resources wait longer than a minute',
    ),
  lastEventAt: z.date().nullable().describe('When the last event came in'),
  lastEventTime: z.date().nullable().describe('When the newest event happened'),
  ...counts,
  lag: z
    .object({
      deliveryP50Seconds: z.number().nullable().describe('From the event to its arrival here'),
      settledP50Seconds: z.number().nullable().describe('From the arrival to its end'),
      settledP99Seconds: z.number().nullable(),
    })
    .nullable(),
  failed: z.number().describe('Of the last 2,000 events'),
  waiting: z.number().describe('Resources that are to be described'),
  oldestWaitingSeconds: z.number().nullable(),
  coverage: z
    .array(
      z.object({
        service: z.string(),
        announced: z.number().describe('Changes of the last seven days that an event told'),
        unannounced: z.number().describe('Changes that only a scan has found'),
        coverage: z.number().nullable().describe('Percent'),
      }),
    )
    .describe('A service with unannounced changes has a broken rule in the account'),
});
export type AccountHealth = z.output<typeof accountHealth>;

export const eventHealth = z
  .object({
    accounts: z.array(accountHealth),
    queues: z.array(
      z.object({
        queueUrl: z.string().nullable().describe('For the platform key'),
        visible: z.number().nullable(),
        inFlight: z.number().nullable(),
        dlqDepth: z.number().nullable(),
        error: z.string().nullable(),
      }),
    ),
    unowned: z
      .array(z.object({ accountId: z.string(), ...unownedCounts, lastEventAt: z.date() }))
      .optional()
      .describe(
        'For the platform key: accounts that no tenant has registered; `-` where a message names none',
      ),
  })
  .meta({ id: 'EventHealth' });
export type EventHealth = z.output<typeof eventHealth>;
