import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import { conflict, notFound } from '../../shared/app-error.js';
import type { Actor } from '../access/index.js';
import { WaitingTasks } from '../workflows/index.js';
import { MOST_ESCALATIONS } from './domain/response.js';
import { acknowledged, obstacle } from './domain/standing.js';
import { IncidentStore, type IncidentRow } from './incident.store.js';
import { IncidentTold } from './incident-told.service.js';

const MINUTE_MS = 60_000;

export type Escalated = { outcome: 'escalated' | 'acknowledged' | 'exhausted'; level: number };

/** Whether somebody has an incident in hand: until then people are told again and again. */
@Injectable()
export class IncidentSteps {
  constructor(
    private readonly database: Database,
    private readonly store: IncidentStore,
    private readonly told: IncidentTold,
    private readonly waiting: WaitingTasks,
  ) {}

  /** `also` is done in the same transaction. @throws AppError NOT_FOUND, CONFLICT */
  async acknowledge(by: Actor, id: string, also?: (tx: Tx) => Promise<void>): Promise<void> {
    const { tenantId } = by;
    await this.database.withTenant(tenantId, async (tx) => {
      const incident = await this.locked(tx, tenantId, id);
      const problem = obstacle('acknowledge', incident, await this.database.now(tx));
      if (problem !== undefined) throw conflict(problem);
      const at = await this.database.now(tx);
      const step = {
        status: acknowledged(incident.status),
        acknowledgedBy: by.owner,
        acknowledgedAt: at,
      } as const;
      await this.store.step(tx, incident, step);
      const now = { ...incident, ...step };
      await this.told.acknowledged(tx, now, by, at);
      await this.letGo(tx, now);
      await also?.(tx);
    });
  }

  /** Nobody needs to wait for somebody any more: the workflows go on. */
  async letGo(tx: Tx, incident: IncidentRow): Promise<void> {
    const { tenantId, id } = incident;
    for (const task of await this.store.waiting(tx, tenantId, id))
      await this.waiting.succeed(tx, tenantId, task, inHand(incident));
  }

  /** What a waiting state has to know now; undefined: it is answered once somebody has the incident in hand. */
  async wait(tenantId: string, id: string, task: { executionId: string; taskId: string }) {
    return this.database.withTenant(tenantId, async (tx) => {
      const incident = await this.locked(tx, tenantId, id);
      if (isInHand(incident)) return inHand(incident);
      await this.store.waits(tx, tenantId, task.executionId, task.taskId);
      return undefined;
    });
  }

  /** How long there is until it is escalated. */
  async deadline(tenantId: string, id: string): Promise<{ seconds: number; level: number }> {
    return this.database.withTenant(tenantId, async (tx) => {
      const { acknowledgeBy, escalationLevel: level } = await this.found(tx, tenantId, id);
      const leftMs = acknowledgeBy.getTime() - (await this.database.now(tx)).getTime();
      return { seconds: Math.max(1, Math.ceil(leftMs / 1000)), level };
    });
  }

  /** Once from each level, however often it is tried. */
  async escalate(tenantId: string, id: string, from: number): Promise<Escalated> {
    return this.database.withTenant(tenantId, async (tx): Promise<Escalated> => {
      const incident = await this.locked(tx, tenantId, id);
      const { escalationLevel: level } = incident;
      if (isInHand(incident)) return { outcome: 'acknowledged', level };
      if (level > from) return { outcome: 'escalated', level };
      if (level >= MOST_ESCALATIONS) {
        const details = { escalations: level };
        await this.told.note(tx, incident, { what: 'nobody answered', who: null, details, key: 'exhausted' });
        return { outcome: 'exhausted', level };
      }
      const at = await this.database.now(tx);
      const acknowledgeBy = new Date(at.getTime() + incident.acknowledgeWithinMinutes * MINUTE_MS);
      const step = { escalationLevel: level + 1, acknowledgeBy };
      await this.store.step(tx, incident, step);
      await this.told.escalated(tx, { ...incident, ...step }, at);
      return { outcome: 'escalated', level: level + 1 };
    });
  }

  async locked(tx: Tx, tenantId: string, id: string): Promise<IncidentRow> {
    const row = await this.store.findForUpdate(tx, tenantId, id);
    if (row === undefined) throw notFound('incident', id);
    return row;
  }

  async found(tx: Tx, tenantId: string, id: string): Promise<IncidentRow> {
    const row = await this.store.find(tx, tenantId, id);
    if (row === undefined) throw notFound('incident', id);
    return row;
  }
}

const isInHand = ({ acknowledgedAt, status }: IncidentRow): boolean =>
  acknowledgedAt !== null || status === 'closed';

const inHand = ({ acknowledgedBy, closedBy, status }: IncidentRow) => ({
  ...{ acknowledged: true, by: acknowledgedBy ?? closedBy, status },
});
