import type { Actor } from '../access/index.js';
import { nextTimes } from './schedule-values.js';
import type { ChangeSchedule, CreateSchedule } from './schedules.schemas.js';
import type { ScheduleRow, ScheduleValues } from './schedules.store.js';

/** A new schedule, as it is written. */
export function firstValues(
  id: string,
  actor: Actor,
  given: CreateSchedule,
  expression: string,
  at: { now: Date; disabledReason: string | null; requestHash: string | null },
): ScheduleValues {
  const {
    cronExpression: _cron,
    scheduleExpression: _expression,
    flexibleTimeWindowMinutes,
    ...rest
  } = given;
  const { tenantId: _tenant, ...settings } = rest as typeof rest & { tenantId?: string };
  const values = {
    ...settings,
    id,
    tenantId: actor.tenantId,
    expression,
    anchor: at.now,
    enabled: given.enabled && at.disabledReason === null,
    disabledReason: at.disabledReason,
    pausedAt: null,
    pausedBy: null,
    pausedReason: null,
    flexibleWindowMinutes: flexibleTimeWindowMinutes,
    channels: [],
    clientToken: given.clientToken ?? null,
    requestHash: at.requestHash,
    defaultKey: null,
    createdBy: actor.owner,
    savedBy: actor.owner,
    savedByKey: actor.keyId,
  };
  return { ...values, ...nextTimes(values, at.now) };
}

/** What a PUT changes of a schedule. A new expression counts from now. */
export function changeOf(
  row: ScheduleRow,
  given: ChangeSchedule,
  expression: string | undefined,
  now: Date,
): Partial<ScheduleValues> {
  const {
    cronExpression: _cron,
    scheduleExpression: _expression,
    flexibleTimeWindowMinutes,
    ...rest
  } = given;
  const { tenantId: _tenant, ...settings } = rest as typeof rest & { tenantId?: string };
  return {
    ...settings,
    ...(flexibleTimeWindowMinutes === undefined ? {} : { flexibleWindowMinutes: flexibleTimeWindowMinutes }),
    ...(given.enabled === undefined ? {} : { disabledReason: null }),
    ...(expression === undefined || expression === row.expression ? {} : { expression, anchor: now }),
  };
}
