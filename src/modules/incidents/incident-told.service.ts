import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/outbox/index.js';
import { AuditLog, type Actor } from '../access/index.js';
import { Timeline } from '../scanning/index.js';
import {
  incidentAcknowledged,
  incidentClosed,
  incidentContained,
  incidentEscalated,
  incidentOpened,
  incidentReleased,
} from './facts.js';
import { IncidentFigures } from './incident-figures.js';
import { IncidentNotesStore, type IncidentNote } from './incident-notes.store.js';
import type { IncidentRow } from './incident.store.js';

/** What a change did to a resource of an incident. */
export interface ToldChange {
  changeId: string;
  fixId: string;
  resourceArn: string;
}

/** Who did it, and when; `by` null: the workflow. */
interface Doing {
  by: Actor | null;
  at: Date;
}

/** Whom an incident concerns: its own timeline, those of its resources, the readers of its facts, the audit log. */
@Injectable()
export class IncidentTold {
  constructor(
    private readonly notes: IncidentNotesStore,
    private readonly outbox: Outbox,
    private readonly audit: AuditLog,
    private readonly timeline: Timeline,
    private readonly figures: IncidentFigures,
  ) {}

  /** An entry of the incident's own timeline. @returns whether it is new */
  note(tx: Tx, { tenantId, id }: IncidentRow, note: IncidentNote): Promise<boolean> {
    return this.notes.note(tx, tenantId, id, note);
  }

  /** People are told that it is there, once for each severity that it has had. */
  async opened(tx: Tx, incident: IncidentRow, at: Date, isRaised: boolean): Promise<void> {
    const { tenantId, id, reasons, acknowledgeBy, response, severity } = incident;
    const note = { what: isRaised ? 'raised' : 'responded', who: null, key: `responded/${severity}` };
    if (!(await this.note(tx, incident, { ...note, details: { response, severity, acknowledgeBy } }))) return;
    const payload = {
      ...facts(incident, { by: null, at }),
      ...{ reasons, acknowledgeBy: acknowledgeBy.toISOString(), isRaised },
    };
    await this.outbox.write(tx, tenantId, incidentOpened, [{ key: id, payload }]);
    await this.#timelines(tx, incident, isRaised ? 'incident.raised' : 'incident.opened', null);
    if (!isRaised) this.figures.count(tx, 'opened', severity);
  }

  async acknowledged(tx: Tx, incident: IncidentRow, by: Actor, at: Date): Promise<void> {
    const { tenantId, id } = incident;
    await this.note(tx, incident, { what: 'acknowledged', who: by.owner, key: 'acknowledged' });
    const payload = facts(incident, { by, at });
    await this.outbox.write(tx, tenantId, incidentAcknowledged, [{ key: id, payload }]);
    await this.#audit(tx, by, incident, 'incident.acknowledged');
  }

  async escalated(tx: Tx, incident: IncidentRow, at: Date): Promise<void> {
    const { tenantId, id, escalationLevel: level, acknowledgeBy, severity } = incident;
    const details = { level, acknowledgeBy };
    await this.note(tx, incident, { what: 'escalated', who: null, details, key: `escalated/${level}` });
    const payload = {
      ...facts(incident, { by: null, at }),
      ...{ level, acknowledgeBy: acknowledgeBy.toISOString() },
    };
    await this.outbox.write(tx, tenantId, incidentEscalated, [{ key: id, payload }]);
    this.figures.count(tx, 'escalated', severity);
  }

  async contained(tx: Tx, incident: IncidentRow, { by, at }: Doing, changes: ToldChange[]): Promise<void> {
    const payload = { ...facts(incident, { by, at }), changes };
    await this.outbox.write(tx, incident.tenantId, incidentContained, [{ key: incident.id, payload }]);
    await this.#timelines(tx, incident, 'incident.contained', by, changes);
    await this.#audit(tx, by ?? systemOf(incident.tenantId), incident, 'incident.contained', { changes });
    this.figures.count(tx, 'contained', incident.severity);
  }

  async released(tx: Tx, incident: IncidentRow, { by, at }: Doing, changes: ToldChange[]): Promise<void> {
    const payload = { ...facts(incident, { by, at }), changes };
    await this.outbox.write(tx, incident.tenantId, incidentReleased, [{ key: incident.id, payload }]);
    await this.#timelines(tx, incident, 'incident.released', by, changes);
    await this.#audit(tx, by ?? systemOf(incident.tenantId), incident, 'incident.released', { changes });
  }

  async closed(
    tx: Tx,
    incident: IncidentRow,
    { by, at }: { by: Actor; at: Date },
    end: { outcome: string; summary: string },
  ): Promise<void> {
    await this.note(tx, incident, { what: 'closed', who: by.owner, details: end, key: 'closed' });
    const payload = { ...facts(incident, { by, at }), ...end };
    await this.outbox.write(tx, incident.tenantId, incidentClosed, [{ key: incident.id, payload }]);
    await this.#timelines(tx, incident, 'incident.closed', by);
    await this.#audit(tx, by, incident, 'incident.closed', end);
    this.figures.count(tx, 'closed', incident.severity);
  }

  /** What somebody has asked for, before it is done. */
  async asked(tx: Tx, by: Actor, incident: IncidentRow, action: string, after: unknown): Promise<void> {
    await this.#audit(tx, by, incident, action, after);
  }

  async #timelines(
    tx: Tx,
    { tenantId, id, resourceArns, severity, title }: IncidentRow,
    what: string,
    by: Actor | null,
    changes?: readonly ToldChange[],
  ): Promise<void> {
    const arns = changes === undefined ? resourceArns : [...new Set(changes.map((one) => one.resourceArn))];
    const details = { incidentId: id, severity, title };
    const who = by === null ? {} : { who: { type: 'ApiKey', userName: by.owner, principalId: by.keyId } };
    await this.timeline.append(
      tx,
      tenantId,
      arns.map((arn) => ({ arn, kind: 'event' as const, what, details, source: id, ...who })),
    );
  }

  async #audit(tx: Tx, by: Actor, incident: IncidentRow, action: string, more: unknown = {}): Promise<void> {
    const after = { status: incident.status, ...(more as object) };
    await this.audit.write(tx, by, { action, targetType: 'incident', targetId: incident.id, after });
  }
}

/** Who does what nobody has asked for by himself. */
const systemOf = (tenantId: string): Actor => ({ tenantId, owner: 'compliance-shepherd', keyId: 'system' });

const facts = (incident: IncidentRow, { by, at }: Doing) => {
  const { id: incidentId, incidentType, title, severity, response, status } = incident;
  const { resourceArns, findingIds, executionId, notificationTargets: targets } = incident;
  return {
    ...{ incidentId, incidentType, title, severity, response, status },
    ...{ resourceArns, findingIds, executionId, targets },
    ...{ at: at.toISOString(), by: by?.owner ?? null },
  };
};
