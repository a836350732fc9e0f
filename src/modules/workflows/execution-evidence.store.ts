import { Injectable } from '@nestjs/common';
import type { HistoryEvent } from '../../asl/index.js';
import { Database, Prisma } from '../../platform/database/index.js';
import {
  AuditEvidence,
  inPages,
  type EvidenceRow,
  type EvidenceWindow,
} from '../../platform/evidence/index.js';

interface Line {
  id: string;
  createdAt: Date;
  startedAt: Date | null;
  stoppedAt: Date | null;
  awsArn: string | null;
  redriveCount: number;
  status: string;
  output: string | null;
  error: string | null;
  cause: string | null;
}

type End = Pick<Line, 'status' | 'stoppedAt'> & Partial<Pick<Line, 'error' | 'cause'>>;

interface Events {
  executionId: string;
  redriveCount: number;
  version: number;
  events: string;
}

/** The events of one advance may be a megabyte. */
const ADVANCES = 20;

const ENDS: Readonly<Record<string, string>> = {
  ExecutionSucceeded: 'SUCCEEDED',
  ExecutionFailed: 'FAILED',
  ExecutionTimedOut: 'TIMED_OUT',
  ExecutionAborted: 'ABORTED',
  ExecutionRedriven: 'RUNNING',
};

/** Those that were there in the window. */
const within = (tenantId: string, { from, to }: EvidenceWindow) => Prisma.sql`
  e.tenant_id = ${tenantId} AND e.created_at < ${to}::timestamptz
  AND (e.stopped_at IS NULL OR e.stopped_at >= ${from}::timestamptz)`;

/** Executions and what happened in them, for audit packs. */
@Injectable()
export class ExecutionEvidence {
  constructor(private readonly database: Database) {}

  @AuditEvidence({
    ...{
      name: 'executions',
      part: 'workflows',
      title: 'Workflow executions',
      tally: ['workflowType', 'status'],
    },
    about:
      'Executions of workflows that were there in the window, and how they stood at its end. They are kept for ' +
      'EXECUTION_RETENTION_DAYS after their end: a pack of a window that lies further back lacks them. `startedBy` is what the ' +
      'caller claimed; `requestedBy` is the owner of the key that asked.',
    columns: [
      ...[
        'id',
        'createdAt',
        'workflowType',
        'stateMachine',
        'name',
        'engine',
        'status',
        'startedAt',
        'stoppedAt',
      ],
      ...['requestedBy', 'requestedByKey', 'startedBy', 'error', 'cause', 'parentId', 'correlationId'],
    ],
  })
  async *executions(
    tenantId: string,
    window: EvidenceWindow,
    signal: AbortSignal,
  ): AsyncGenerator<EvidenceRow, void> {
    const read = (last: Line | undefined, take: number) =>
      this.database.withTenant(
        tenantId,
        (tx) => tx.$queryRaw<Line[]>`
          SELECT e.id, e.created_at AS "createdAt", e.workflow_type AS "workflowType",
                 e.state_machine AS "stateMachine", e.name, e.engine, e.aws_arn AS "awsArn", e.status,
                 e.started_at AS "startedAt", e.stopped_at AS "stoppedAt", e.redrive_count AS "redriveCount",
                 e.requested_by AS "requestedBy", e.requested_by_key AS "requestedByKey", e.started_by AS "startedBy",
                 e.input, e.output, e.error, e.cause, e.parent_id AS "parentId", e.correlation_id AS "correlationId"
            FROM executions e
           WHERE ${within(tenantId, window)}
             AND (e.created_at, e.id) > (${last?.createdAt ?? new Date(0)}::timestamptz, ${last?.id ?? ''})
           ORDER BY e.created_at, e.id LIMIT ${take}`,
      );
    for await (const line of inPages(signal, read, ADVANCES)) {
      const { redriveCount: _, ...then } = await this.#asOf(tenantId, window, line, signal);
      if (then.stoppedAt === null || then.stoppedAt >= window.from) yield then;
    }
  }

  @AuditEvidence({
    ...{ name: 'execution-history', part: 'workflows', title: 'Histories of executions', isDetail: true },
    about:
      'What happened in these executions until the end of the window, event by event, as Step Functions writes it. Of ' +
      'executions on Step Functions itself AWS has the history.',
    tally: ['type'],
    columns: ['executionId', 'id', 'timestamp', 'type', 'details'],
  })
  async *history(
    tenantId: string,
    window: EvidenceWindow,
    signal: AbortSignal,
  ): AsyncGenerator<EvidenceRow, void> {
    let redriven: { executionId: string; wasThere: boolean } | undefined;
    for await (const { executionId, redriveCount, event } of this.#events(tenantId, window, null, signal)) {
      if (redriveCount > 0 && redriven?.executionId !== executionId) {
        const stoppedAt = (await this.#endOf(tenantId, window, executionId, signal))?.stoppedAt ?? null;
        redriven = { executionId, wasThere: stoppedAt === null || stoppedAt >= window.from };
      }
      if (redriveCount > 0 && redriven?.wasThere === false) continue;
      const { id, timestamp, type, previousEventId, ...details } = event;
      yield { executionId, id, timestamp, type, previousEventId, details };
    }
  }

  /** What came after the end of the window had not happened yet. */
  async #asOf(tenantId: string, window: EvidenceWindow, line: Line, signal: AbortSignal): Promise<Line> {
    const isEnded = line.stoppedAt !== null && line.stoppedAt < window.to;
    if (isEnded && line.redriveCount === 0) return line;
    const hasStarted = line.startedAt !== null && line.startedAt < window.to;
    const open: Line = {
      ...line,
      ...{ status: hasStarted ? 'RUNNING' : 'PENDING_START', stoppedAt: null },
      ...{ startedAt: hasStarted ? line.startedAt : null, output: null, error: null, cause: null },
      ...(hasStarted ? {} : { awsArn: null }),
    };
    return line.redriveCount === 0
      ? open
      : { ...open, ...(await this.#endOf(tenantId, window, line.id, signal)) };
  }

  /** How an execution that was begun anew stood at the end of the window; undefined: it had never ended by then. */
  async #endOf(
    tenantId: string,
    window: EvidenceWindow,
    executionId: string,
    signal: AbortSignal,
  ): Promise<End | undefined> {
    let end: End | undefined;
    for await (const { event } of this.#events(tenantId, window, executionId, signal)) {
      const status = ENDS[event.type];
      if (status === undefined) continue;
      const stoppedAt = status === 'RUNNING' ? null : new Date(event.timestamp);
      end = { status, stoppedAt, ...('executionFailedEventDetails' in event ? failure(event) : {}) };
    }
    return end;
  }

  /** @param only the execution; null: all of the window */
  async *#events(
    tenantId: string,
    window: EvidenceWindow,
    only: string | null,
    signal: AbortSignal,
  ): AsyncGenerator<{ executionId: string; redriveCount: number; event: HistoryEvent }, void> {
    const read = (last: Events | undefined, take: number) =>
      this.database.withTenant(
        tenantId,
        (tx) => tx.$queryRaw<Events[]>`
          SELECT h.execution_id AS "executionId", h.version, h.events, e.redrive_count AS "redriveCount"
            FROM execution_history h JOIN executions e ON e.id = h.execution_id
           WHERE h.tenant_id = ${tenantId} AND ${within(tenantId, window)}
             AND (h.execution_id, h.version) > (${last?.executionId ?? ''}, ${last?.version ?? -1}::int)
             AND (${only}::text IS NULL OR h.execution_id = ${only})
           ORDER BY h.execution_id, h.version LIMIT ${take}`,
      );
    for await (const { executionId, redriveCount, events } of inPages(signal, read, ADVANCES))
      for (const event of JSON.parse(events) as HistoryEvent[])
        if (new Date(event.timestamp) < window.to) yield { executionId, redriveCount, event };
  }
}

const failure = ({
  executionFailedEventDetails: { error, cause },
}: {
  executionFailedEventDetails: { error?: string; cause?: string };
}) => ({ error: error ?? null, cause: cause ?? null });
