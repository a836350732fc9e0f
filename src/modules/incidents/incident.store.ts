import { Injectable } from '@nestjs/common';
import { Prisma, type Tx } from '../../platform/database/index.js';
import type { Severity } from './domain/classify.js';
import { executionIdOf } from './domain/identity.js';
import type { Response } from './domain/response.js';
import type { IncidentStatus } from './domain/standing.js';

type Stored = Prisma.IncidentGetPayload<object>;

/** What changes an incident's resources now. */
export interface UnderWay {
  what: 'containing' | 'releasing';
  by: string;
  /** Names the piece of work: repeated after a crash, it goes on. */
  token: string;
  /** ISO; when nothing has been heard of it by then, another may begin. */
  until: string;
  /** Plans that it has made itself, where resources had moved on. */
  plans: number[];
}

export interface IncidentRow extends Omit<Stored, 'severity' | 'response' | 'status' | 'underWay'> {
  severity: Severity;
  response: Response;
  status: IncidentStatus;
  underWay: UnderWay | null;
}

export type NewIncident = Pick<
  IncidentRow,
  | ('id' | 'tenantId' | 'incidentType' | 'title' | 'description' | 'severity' | 'response' | 'reasons')
  | ('resourceArns' | 'findingIds' | 'autoRemediate' | 'notificationTargets' | 'executionId' | 'dedupeKey')
  | (
      | 'acknowledgeWithinMinutes'
      | 'acknowledgeBy'
      | 'requestedBy'
      | 'requestedByKey'
      | 'correlationId'
      | 'createdAt'
    )
>;

/** How an execution belongs to an incident. */
export interface IncidentLink {
  executionId: string;
  incidentId: string;
  joined: boolean;
  responds: boolean;
  waitingTaskId: string | null;
}

export type IncidentStep = Partial<
  Pick<
    IncidentRow,
    | ('status' | 'severity' | 'response' | 'reasons' | 'acknowledgeBy' | 'acknowledgeWithinMinutes')
    | ('escalationLevel' | 'planVersion' | 'acknowledgedBy' | 'acknowledgedAt' | 'containedBy')
    | ('containedAt' | 'releasedBy' | 'releasedAt' | 'closedBy' | 'closedAt' | 'autoRemediate')
  >
> & { underWay?: UnderWay | null; report?: Prisma.InputJsonObject };

export interface IncidentFilter {
  status?: IncidentStatus | undefined;
  severity?: Severity | undefined;
  incidentType?: string | undefined;
  resourceArn?: string | undefined;
}

/** The rows of incidents, and which executions respond to them. Each method runs in its use case's transaction. */
@Injectable()
export class IncidentStore {
  /** @returns false where one about the same is not closed */
  async insert(tx: Tx, incident: NewIncident): Promise<boolean> {
    const { count } = await tx.incident.createMany({ data: incident, skipDuplicates: true });
    return count === 1;
  }

  /** By its id, or by the one that an execution would have opened which has joined another. */
  async find(tx: Tx, tenantId: string, id: string): Promise<IncidentRow | undefined> {
    const row = await tx.incident.findFirst({ where: { tenantId, id } });
    if (row !== null) return shown(row);
    const link = await this.linkOf(tx, tenantId, executionIdOf(id));
    if (link === undefined || link.incidentId === id) return undefined;
    return this.find(tx, tenantId, link.incidentId);
  }

  /** Whoever comes second waits, and sees what the first has done. */
  async findForUpdate(tx: Tx, tenantId: string, id: string): Promise<IncidentRow | undefined> {
    const found = await this.find(tx, tenantId, id);
    if (found === undefined) return undefined;
    await tx.$queryRaw`SELECT id FROM incidents WHERE tenant_id = ${tenantId} AND id = ${found.id} FOR UPDATE`;
    return this.find(tx, tenantId, found.id);
  }

  /** The one that is not closed, locked. */
  async sameForUpdate(tx: Tx, tenantId: string, dedupeKey: string): Promise<IncidentRow | undefined> {
    const [row] = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM incidents
       WHERE tenant_id = ${tenantId} AND dedupe_key = ${dedupeKey} AND status <> 'closed' FOR UPDATE`;
    return row === undefined ? undefined : this.find(tx, tenantId, row.id);
  }

  /** Newest first. */
  async list(
    tx: Tx,
    tenantId: string,
    { resourceArn, ...filter }: IncidentFilter,
    { after, take }: { after: string | undefined; take: number },
  ): Promise<IncidentRow[]> {
    const rows = await tx.incident.findMany({
      where: {
        ...{ tenantId, ...filter },
        ...(resourceArn === undefined ? {} : { resourceArns: { has: resourceArn } }),
        ...(after === undefined ? {} : { id: { lt: after } }),
      },
      orderBy: { id: 'desc' },
      take,
    });
    return rows.map(shown);
  }

  async step(tx: Tx, { tenantId, id }: IncidentRow, { underWay, ...step }: IncidentStep): Promise<void> {
    const work =
      underWay === undefined
        ? {}
        : {
            underWay: underWay === null ? Prisma.DbNull : (underWay as unknown as Prisma.InputJsonObject),
          };
    const [row] = await tx.$queryRaw<{ now: Date }[]>`SELECT app_now() AS now`;
    await tx.incident.updateMany({
      where: { tenantId, id },
      data: { ...step, ...work, ...(row === undefined ? {} : { updatedAt: row.now }) },
    });
  }

  async link(tx: Tx, tenantId: string, link: Omit<IncidentLink, 'waitingTaskId'>): Promise<void> {
    await tx.incidentExecution.create({ data: { ...link, tenantId } });
  }

  async linkOf(tx: Tx, tenantId: string, executionId: string): Promise<IncidentLink | undefined> {
    return (await tx.incidentExecution.findFirst({ where: { tenantId, executionId } })) ?? undefined;
  }

  async waits(tx: Tx, tenantId: string, executionId: string, waitingTaskId: string): Promise<void> {
    await tx.incidentExecution.updateMany({ where: { tenantId, executionId }, data: { waitingTaskId } });
  }

  /** Tasks that wait for somebody to acknowledge. */
  async waiting(
    tx: Tx,
    tenantId: string,
    incidentId: string,
  ): Promise<{ executionId: string; taskId: string }[]> {
    const rows = await tx.incidentExecution.findMany({
      where: { tenantId, incidentId, waitingTaskId: { not: null } },
      orderBy: { executionId: 'asc' },
    });
    return rows.map(({ executionId, waitingTaskId }) => ({ executionId, taskId: waitingTaskId ?? '' }));
  }
}

const shown = (row: Stored): IncidentRow => ({
  ...row,
  severity: row.severity as Severity,
  response: row.response as Response,
  status: row.status as IncidentStatus,
  underWay: row.underWay as UnderWay | null,
});
