import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { Database, type Tx } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { AppError, conflict, invalid, notFound } from '../../shared/app-error.js';
import { newId } from '../../shared/ids.js';
import { decodeCursor, toPage, type Page } from '../../shared/paging.js';
import { changeOf, firstValues } from './schedule-change.js';
import { scheduleAnswerOf } from './schedule-answer.js';
import { ScheduleSaving } from './schedule-saving.js';
import { readTimes } from './schedule-values.js';
import type { ChangeSchedule, CreateSchedule, ScheduleAnswer, ScheduleQuery } from './schedules.schemas.js';
import { ScheduleStore, type ScheduleRow } from './schedules.store.js';
import { TargetsService } from './targets.service.js';
import type { Refusal } from './workflow-starter.js';

/** Whether a version of a schedule, changed as it is asked for, can be started. */
interface Judged {
  seen: number;
  refusal: Refusal | undefined;
}

@Injectable()
export class SchedulesService {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly store: ScheduleStore,
    private readonly saving: ScheduleSaving,
    private readonly targets: TargetsService,
  ) {}

  /**
   * One that asks for a workflow which does not exist yet is made, switched off, with the reason. The same request
   * with the same clientToken gives the schedule that it has made before.
   * @throws AppError INVALID; CONFLICT when the token came with another request
   */
  async create(caller: Caller, given: CreateSchedule): Promise<ScheduleAnswer> {
    const { tenantId } = caller;
    const expression = readTimes(given);
    if (expression === undefined) {
      throw invalid([{ path: 'cronExpression', message: 'give it, or scheduleExpression' }]);
    }
    await this.targets.checkOwner(tenantId, given.target);
    const disabledReason = given.enabled ? await this.#whyOff(tenantId, given) : null;
    const requestHash = given.clientToken === undefined ? null : hashOf(given);
    return this.database.withTenant(tenantId, async (tx) => {
      const now = await this.database.now(tx);
      const values = firstValues(newId('sch'), caller, given, expression.text, {
        now,
        disabledReason,
        requestHash,
      });
      const row = await this.saving.insert(tx, caller, values);
      return this.#shown(row ?? (await this.#madeBefore(tx, tenantId, given.clientToken, requestHash)));
    });
  }

  async list(caller: Caller, query: ScheduleQuery): Promise<Page<ScheduleAnswer>> {
    const { scheduleType, status, limit, cursor } = query;
    const filter = {
      scheduleType,
      enabled: status === undefined ? undefined : status === 'ENABLED',
      after: decodeCursor(cursor, 1)?.[0],
      take: limit + 1,
    };
    const rows = await this.database.withTenant(caller.tenantId, (tx) =>
      this.store.list(tx, caller.tenantId, filter),
    );
    const page = toPage(rows, limit, (row) => [row.id]);
    return { ...page, items: page.items.map((row) => this.#shown(row)) };
  }

  async get({ tenantId }: Caller, id: string): Promise<ScheduleAnswer> {
    const row = await this.database.withTenant(tenantId, (tx) => this.store.find(tx, tenantId, id));
    if (row === undefined) throw notFound('schedule', id);
    return this.#shown(row);
  }

  /** Sets what is given. @throws AppError INVALID; CONFLICT when it would be on and its target cannot be started */
  async change(caller: Caller, id: string, given: ChangeSchedule): Promise<ScheduleAnswer> {
    const { tenantId } = caller;
    readTimes(given);
    if (given.target !== undefined) await this.targets.checkOwner(tenantId, given.target);
    for (;;) {
      const judged = await this.#judged(tenantId, id, given);
      const answer = await this.#changeAs(caller, id, given, judged);
      if (answer !== undefined) return answer; // else somebody was faster: what was judged may have changed
    }
  }

  async #changeAs(
    caller: Caller,
    id: string,
    given: ChangeSchedule,
    { seen, refusal }: Judged,
  ): Promise<ScheduleAnswer | undefined> {
    const { tenantId } = caller;
    return this.database.withTenant(tenantId, async (tx) => {
      const row = await this.#forUpdate(tx, tenantId, id);
      if (row.version !== seen) return undefined;
      const change = changeOf(row, given, readTimes(given)?.text, await this.database.now(tx));
      const after = { ...row, ...change }; // null clears a date, what is left out keeps it
      readTimes({ startDate: after.startDate, endDate: after.endDate });
      if (after.enabled && refusal !== undefined) throw asError(refusal);
      if (given.target !== undefined && after.disabledReason !== null)
        change.disabledReason = refusal?.reason ?? null;
      return this.#shown(await this.saving.update(tx, caller, row, change, 'schedule.changed'));
    });
  }

  /** Its runs stay for a while; those that have not begun are cancelled. */
  async remove(caller: Caller, id: string): Promise<void> {
    const { tenantId } = caller;
    await this.database.withTenant(tenantId, async (tx) => {
      await this.saving.remove(tx, caller, await this.#forUpdate(tx, tenantId, id));
    });
  }

  /** No time runs until it is resumed; those that pass meanwhile are not made up for. */
  async pause(caller: Caller, id: string, reason: string): Promise<ScheduleAnswer> {
    return this.database.withTenant(caller.tenantId, async (tx) => {
      const row = await this.#forUpdate(tx, caller.tenantId, id);
      const pausedAt = await this.database.now(tx);
      const change = { pausedAt, pausedBy: caller.owner, pausedReason: reason };
      return this.#shown(await this.saving.update(tx, caller, row, change, 'schedule.paused'));
    });
  }

  /** One that is not paused stays as it is. */
  async resume(caller: Caller, id: string): Promise<ScheduleAnswer> {
    return this.database.withTenant(caller.tenantId, async (tx) => {
      const row = await this.#forUpdate(tx, caller.tenantId, id);
      if (row.pausedAt === null) return this.#shown(row);
      const change = { pausedAt: null, pausedBy: null, pausedReason: null };
      return this.#shown(await this.saving.update(tx, caller, row, change, 'schedule.resumed'));
    });
  }

  /** Why a schedule that is to be on is made switched off. @throws AppError INVALID naming parameters that are wrong */
  async #whyOff(tenantId: string, given: CreateSchedule): Promise<string | null> {
    const refusal = await this.targets.refusal(tenantId, given);
    if (refusal !== undefined && refusal.problems.length > 0) throw asError(refusal);
    return refusal?.reason ?? null;
  }

  /** Whether what a change makes of a schedule can be started: before the transaction, as own workflows are looked up. */
  async #judged(tenantId: string, id: string, { target, parameters }: ChangeSchedule): Promise<Judged> {
    const row = await this.database.withTenant(tenantId, (tx) => this.store.find(tx, tenantId, id));
    if (row === undefined) throw notFound('schedule', id);
    const after = { target: target ?? row.target, parameters: parameters ?? row.parameters };
    return { seen: row.version, refusal: await this.targets.refusal(tenantId, after) };
  }

  async #forUpdate(tx: Tx, tenantId: string, id: string): Promise<ScheduleRow> {
    const row = await this.store.findForUpdate(tx, tenantId, id);
    if (row === undefined) throw notFound('schedule', id);
    return row;
  }

  async #madeBefore(
    tx: Tx,
    tenantId: string,
    clientToken: string | undefined,
    requestHash: string | null,
  ): Promise<ScheduleRow> {
    const row =
      clientToken === undefined ? undefined : await this.store.findByToken(tx, tenantId, clientToken);
    if (row === undefined) throw new Error('a schedule without a token has met another one');
    if (row.requestHash !== requestHash) {
      throw conflict(`The clientToken ${clientToken ?? ''} came with another request: ${row.id}`);
    }
    return row;
  }

  #shown(row: ScheduleRow): ScheduleAnswer {
    return scheduleAnswerOf(row, this.config.get('SCHEDULER_ENGINE'));
  }
}

const asError = ({ reason, problems }: Refusal): AppError =>
  problems.length > 0 ? invalid(problems, reason) : conflict(reason);

/** The same for the same values, in whatever order a client's JSON has their names. */
const hashOf = (given: CreateSchedule): string =>
  createHash('sha256').update(JSON.stringify(given, sorted)).digest('base64url');

const sorted = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
