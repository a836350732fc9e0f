import { z } from 'zod';
import { severities } from '../../scanning/index.js';
import { notificationTargets } from '../definitions/parameters.js';
import { alertThresholds } from '../domain/alert-thresholds.js';
import { scanJobId } from './scan-environment.schemas.js';

const count = z.number().int().min(0);

/** What EvaluateChanges has found. */
export const changes = z.object({
  since: z.iso.datetime(),
  until: z.iso.datetime(),
  opened: z.object({ total: count, bySeverity: z.partialRecord(z.enum(severities), count) }),
  resolved: count,
  byScan: z.object({ opened: count, resolved: count }),
  worstSeverity: z.enum(severities).nullable(),
  hasNewFindings: z.boolean(),
});
export type MonitoringChanges = z.output<typeof changes>;

const newFindings = z.object({ total: count, items: z.array(z.object({ findingId: z.string() })) });
const thresholds = z.object({
  severity: z.enum(severities),
  crossings: z.array(z.object({ threshold: z.string(), limit: z.number(), actual: z.number() })),
});

const schedule = z.object({
  action: z.literal('schedule'),
  monitoringFrequency: z.number().int().min(1),
  /** The execution's input: a schedule's run names the schedule in its metadata. */
  execution: z.object({ metadata: z.object({ scheduleId: z.string().nullish() }).default({}) }),
});
const evaluate = z.object({ action: z.literal('evaluate'), scanJobId });
const process = z.object({
  action: z.literal('process'),
  since: z.iso.datetime(),
  includeRecommendations: z.boolean().default(true),
});
const check = z.object({
  action: z.literal('check'),
  changes,
  alertThresholds: alertThresholds.default({}),
  alertOnCritical: z.boolean().default(true),
});
const respond = z.object({
  ...{ action: z.literal('respond'), scanJobId, thresholds, newFindings },
  targets: notificationTargets,
});

const actions = [schedule, evaluate, process, check, respond] as const;
export const monitoringInput = z.discriminatedUnion('action', actions);
export type MonitoringInput = z.output<typeof monitoringInput>;
export type ScheduleInput = z.output<typeof schedule>;
export type CheckInput = z.output<typeof check>;
export type RespondInput = z.output<typeof respond>;
