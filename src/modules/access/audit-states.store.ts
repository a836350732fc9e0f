import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';

/** What the audit log last told of something before a time. */
export interface AuditedState {
  targetId: string;
  /** The last that was done to it. */
  action: string;
  at: Date;
  by: string;
  /** The fields that entries have told, the later over the earlier. */
  state: Record<string, unknown>;
}

interface Told extends Omit<AuditedState, 'state'> {
  id: string;
  after: unknown;
}

/** Of one transaction. */
const PAGE = 500;

/** How things stood, by the audit log: for what its own table keeps only as it is now. */
@Injectable()
export class AuditStates {
  constructor(private readonly database: Database) {}

  /** Everything of one type that entries before `before` tell of, in the order of ids; what was deleted too. */
  async *of(
    tenantId: string,
    targetType: string,
    before: Date,
    signal: AbortSignal,
  ): AsyncGenerator<AuditedState, void> {
    let current: AuditedState | undefined;
    for await (const { id: _, after, ...told } of this.#entries(tenantId, targetType, before, signal)) {
      if (current !== undefined && current.targetId !== told.targetId) yield current;
      const known = current?.targetId === told.targetId ? current.state : {};
      current = { ...told, state: { ...known, ...fieldsOf(after) } };
    }
    if (current !== undefined) yield current;
  }

  async *#entries(
    tenantId: string,
    targetType: string,
    before: Date,
    signal: AbortSignal,
  ): AsyncGenerator<Told, void> {
    for (let last: Told | undefined; ;) {
      signal.throwIfAborted();
      const [target, at, id] = [last?.targetId ?? '', last?.at ?? new Date(0), last?.id ?? ''];
      const rows = await this.database.withTenant(
        tenantId,
        (tx) => tx.$queryRaw<Told[]>`
          SELECT id, target_id AS "targetId", action, at, actor AS by, after FROM audit_log
           WHERE tenant_id = ${tenantId} AND target_type = ${targetType} AND at < ${before}::timestamptz
             AND (target_id, at, id) > (${target}, ${at}::timestamptz, ${id})
           ORDER BY target_id, at, id LIMIT ${PAGE}`,
      );
      yield* rows;
      if (rows.length < PAGE) return;
      last = rows.at(-1);
    }
  }
}

const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
