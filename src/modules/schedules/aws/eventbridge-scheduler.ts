import type { CreateScheduleCommandInput, GetScheduleCommandOutput, Target } from '@aws-sdk/client-scheduler';
import { Injectable } from '@nestjs/common';
import { AwsClients, failureOf } from '../../../platform/aws/index.js';
import { Config } from '../../../platform/config/index.js';
import { timingDifferences, timingOf, type EngineSchedule, type EngineTiming } from '../engine-timing.js';
import { FireQueue } from './fire-queue.js';
import { scheduleGroup } from './schedule-group.js';

/** AWS's defaults. They are about the way into our queue; how often a run is tried is Postgres's business. */
const DELIVERY_RETRIES = { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 };

/** Schedules as EventBridge Scheduler keeps them: a group per tenant, named by their ids, all fire into our queue. */
@Injectable()
export class EventBridgeScheduler {
  /** Groups that are there, or are being made, as far as this process knows. */
  readonly #groups = new Map<string, Promise<void>>();

  constructor(
    private readonly clients: AwsClients,
    private readonly config: Config,
    private readonly queue: FireQueue,
  ) {}

  /** Makes AWS's copy what `schedule` says, whatever it was. */
  async put(schedule: EngineSchedule, now: Date): Promise<void> {
    const input = await this.#inputOf(schedule, now);
    const isThere = await this.#found(async () => (await this.#client()).updateSchedule(input));
    if (!isThere) await this.#create(input);
  }

  async remove(tenantId: string, scheduleId: string): Promise<void> {
    const GroupName = this.#group(tenantId);
    await this.#found(async () => (await this.#client()).deleteSchedule({ GroupName, Name: scheduleId }));
  }

  /** Names the fields that AWS has otherwise than `schedule` says; undefined when AWS does not have it. */
  async compare(schedule: EngineSchedule, now: Date): Promise<string[] | undefined> {
    const GroupName = this.#group(schedule.tenantId);
    const found = await this.#found(async () =>
      (await this.#client()).getSchedule({ GroupName, Name: schedule.id }),
    );
    if (!found) return undefined;
    const wanted = await this.#targetOf(schedule);
    const isSameTarget =
      found.Target?.Arn === wanted.Arn &&
      found.Target?.RoleArn === wanted.RoleArn &&
      found.Target?.Input === wanted.Input &&
      found.Target?.DeadLetterConfig?.Arn === wanted.DeadLetterConfig?.Arn;
    return [
      ...timingDifferences(schedule, timingIn(found), now),
      ...(isSameTarget ? [] : ['Target']),
      ...((found.KmsKeyArn ?? undefined) === this.config.get('SCHEDULER_KMS_KEY_ARN') ? [] : ['KmsKeyArn']),
    ];
  }

  /** The ids of all schedules in the tenant's group. */
  async list(tenantId: string): Promise<string[]> {
    const GroupName = this.#group(tenantId);
    const client = await this.#client();
    const names: string[] = [];
    let NextToken: string | undefined;
    do {
      const asked = { GroupName, MaxResults: 100, ...(NextToken === undefined ? {} : { NextToken }) };
      const page = await this.#found(() => client.listSchedules(asked));
      if (!page) return names;
      names.push(...(page.Schedules ?? []).flatMap(({ Name }) => Name ?? []));
      NextToken = page.NextToken ?? undefined;
    } while (NextToken !== undefined);
    return names;
  }

  /** A group that is known may have been deleted by somebody: then once more, from the group on. */
  async #create(input: CreateScheduleCommandInput & { GroupName: string }, isRetry = false): Promise<void> {
    const client = await this.#client();
    const known = this.#groups.get(input.GroupName);
    const group = known ?? this.#makeGroup(input.GroupName);
    this.#groups.set(input.GroupName, group);
    try {
      await group;
      await client.createSchedule(input);
    } catch (error) {
      if (isConflict(error)) {
        await client.updateSchedule(input);
        return;
      }
      if (this.#groups.get(input.GroupName) === group) this.#groups.delete(input.GroupName);
      if (known === undefined || isRetry) throw error;
      await this.#create(input, true);
    }
  }

  async #makeGroup(Name: string): Promise<void> {
    const client = await this.#client();
    if (await this.#found(() => client.getScheduleGroup({ Name }))) return;
    await client.createScheduleGroup({ Name }).catch((error: unknown) => {
      if (!isConflict(error)) throw error; // another worker was first
    });
  }

  async #inputOf(schedule: EngineSchedule, now: Date) {
    const { state, expression, timezone, windowMinutes, startDate, endDate } = timingOf(schedule, now);
    return {
      GroupName: this.#group(schedule.tenantId),
      Name: schedule.id,
      State: state,
      ScheduleExpression: expression,
      ScheduleExpressionTimezone: timezone,
      FlexibleTimeWindow:
        windowMinutes === 0
          ? { Mode: 'OFF' as const }
          : { Mode: 'FLEXIBLE' as const, MaximumWindowInMinutes: windowMinutes },
      StartDate: startDate,
      EndDate: endDate,
      // the row decides what becomes of a schedule that is over
      ActionAfterCompletion: 'NONE' as const,
      KmsKeyArn: this.config.get('SCHEDULER_KMS_KEY_ARN'),
      Target: await this.#targetOf(schedule),
    };
  }

  /** AWS fills in what stands in <…> when it fires. */
  async #targetOf({ id, tenantId, version }: EngineSchedule): Promise<Target> {
    const Arn = this.config.get('SCHEDULER_DLQ_ARN');
    return {
      Arn: await this.queue.arn(),
      RoleArn: this.config.get('SCHEDULER_ROLE_ARN'),
      Input: JSON.stringify({
        scheduleId: id,
        tenantId,
        version,
        scheduledTime: '<aws.scheduler.scheduled-time>',
        executionId: '<aws.scheduler.execution-id>',
        attempt: '<aws.scheduler.attempt-number>',
      }),
      RetryPolicy: DELIVERY_RETRIES,
      ...(Arn === undefined ? {} : { DeadLetterConfig: { Arn } }),
    };
  }

  /** False where there is no such schedule or group. */
  async #found<T>(call: () => Promise<T>): Promise<T | false> {
    try {
      return await call();
    } catch (error) {
      if (failureOf(error).failure === 'not_found') return false;
      throw error;
    }
  }

  #group(tenantId: string): string {
    return scheduleGroup(this.config.get('ENVIRONMENT'), tenantId);
  }

  #client() {
    return this.clients.ambient(this.config.get('AWS_REGION')).scheduler();
  }
}

const isConflict = (error: unknown): boolean => failureOf(error).code === 'ConflictException';

function timingIn(found: GetScheduleCommandOutput): EngineTiming {
  return {
    state: found.State === 'DISABLED' ? 'DISABLED' : 'ENABLED',
    expression: found.ScheduleExpression ?? '',
    timezone: found.ScheduleExpressionTimezone ?? '',
    windowMinutes: found.FlexibleTimeWindow?.MaximumWindowInMinutes ?? 0,
    startDate: found.StartDate,
    endDate: found.EndDate,
  };
}
