import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import { correlation } from '../../platform/telemetry/index.js';
import { FindingSubjects, type FindingSubject } from '../scanning/index.js';
import type { ExecutionOwner } from '../workflows/index.js';
import { classify, isWorse } from './domain/classify.js';
import { dedupeKeyOf, incidentIdOf } from './domain/identity.js';
import { minutesOf, responseOf } from './domain/response.js';
import type { IncidentParameters } from './incident-response.schemas.js';
import { IncidentStore, type IncidentLink, type IncidentRow, type NewIncident } from './incident.store.js';
import { IncidentTold } from './incident-told.service.js';

const MINUTE_MS = 60_000;
/** Findings around its resources that are looked at. */
const MOST_AROUND = 500;

export interface Opened {
  incident: IncidentRow;
  link: Omit<IncidentLink, 'waitingTaskId'>;
}

/** Takes an incident up: how bad it is, and whether it is the same as one that is not closed. */
@Injectable()
export class IncidentOpening {
  constructor(
    private readonly database: Database,
    private readonly store: IncidentStore,
    private readonly subjects: FindingSubjects,
    private readonly told: IncidentTold,
  ) {}

  /** Run twice for one execution it opens one. */
  async open(asked: IncidentParameters, owner: ExecutionOwner): Promise<Opened> {
    const { tenantId } = owner.actor;
    return this.database.withTenant(tenantId, async (tx) => {
      const before = await this.store.linkOf(tx, tenantId, owner.executionId);
      if (before !== undefined)
        return { link: before, incident: await this.#must(tx, tenantId, before.incidentId) };
      const incident = await this.#new(tx, asked, owner);
      if (await this.store.insert(tx, incident)) return this.#first(tx, incident, asked);
      return this.#join(tx, incident);
    });
  }

  /** People are told, with how long they have. */
  async announce(tenantId: string, id: string, { executionId }: ExecutionOwner) {
    return this.database.withTenant(tenantId, async (tx) => {
      const incident = await this.#must(tx, tenantId, id);
      const link = await this.store.linkOf(tx, tenantId, executionId);
      await this.told.opened(tx, incident, await this.database.now(tx), link?.joined ?? false);
      const { response, acknowledgeBy } = incident;
      return { response, acknowledgeBy: acknowledgeBy.toISOString() };
    });
  }

  async #new(tx: Tx, asked: IncidentParameters, owner: ExecutionOwner): Promise<NewIncident> {
    const { executionId, actor } = owner;
    const { tenantId } = actor;
    const findings = await this.subjects.byIds(tx, tenantId, asked.findingIds);
    const resourceArns = [
      ...new Set([...asked.resourceArns, ...findings.map((one) => one.resourceArn)]),
    ].sort();
    const about = [...resourceArns, ...(await this.subjects.relatedTo(tx, tenantId, resourceArns))];
    const named = new Set(asked.findingIds);
    const around = (await this.subjects.openOf(tx, tenantId, about, MOST_AROUND)).filter(
      ({ id, silenced }) => !named.has(id) && !silenced,
    );
    const { severity, reasons } = classify({ declared: asked.severity, findings, around });
    const response = responseOf(severity);
    const minutes = asked.acknowledgeWithinMinutes ?? minutesOf(response);
    const now = await this.database.now(tx);
    return {
      ...{ id: incidentIdOf(executionId), tenantId, incidentType: asked.incidentType },
      ...{ title: asked.title ?? titleOf(asked.incidentType, findings, resourceArns), severity, response },
      ...{ description: asked.description ?? null, reasons, resourceArns },
      ...{ findingIds: findings.map(({ id }) => id), autoRemediate: asked.autoRemediate },
      ...{ notificationTargets: asked.notificationTargets, executionId },
      dedupeKey: dedupeKeyOf(asked.incidentType, resourceArns),
      ...{ acknowledgeWithinMinutes: minutes, acknowledgeBy: new Date(now.getTime() + minutes * MINUTE_MS) },
      ...{ requestedBy: actor.owner, requestedByKey: actor.keyId, correlationId: correlation.id() },
      createdAt: now,
    };
  }

  async #first(
    tx: Tx,
    { id, tenantId, executionId }: NewIncident,
    asked: IncidentParameters,
  ): Promise<Opened> {
    const incident = await this.#must(tx, tenantId, id);
    const link = { executionId, incidentId: id, joined: false, responds: true };
    await this.store.link(tx, tenantId, link);
    const { severity, reasons, resourceArns, findingIds } = incident;
    const unknown = asked.findingIds.filter((one) => !findingIds.includes(one));
    await this.told.note(tx, incident, {
      ...{ what: 'opened', who: incident.requestedBy, key: 'opened' },
      details: { severity, reasons, resourceArns, findingIds, ...(unknown.length > 0 && { unknown }) },
    });
    const after = { severity, incidentType: incident.incidentType, resourceArns, findingIds };
    const by = { tenantId, owner: incident.requestedBy, keyId: incident.requestedByKey };
    await this.told.asked(tx, by, incident, 'incident.opened', after);
    return { incident, link };
  }

  /** Where the new one is worse, or the first that is to be contained, its execution responds again. */
  async #join(tx: Tx, found: NewIncident): Promise<Opened> {
    const { tenantId, executionId, severity, response, reasons, acknowledgeBy, requestedBy } = found;
    const same = await this.store.sameForUpdate(tx, tenantId, found.dedupeKey ?? '');
    // it was closed a moment ago: the task is tried again, and opens one of its own
    if (same === undefined) throw new Error(`The incident that ${executionId} is about has just been closed`);
    const isRaised = isWorse(severity, same.severity);
    const isNowToContain =
      found.autoRemediate && !same.autoRemediate && (isRaised ? response : same.response) === 'immediate';
    const link = { executionId, incidentId: same.id, joined: true, responds: isRaised || isNowToContain };
    await this.store.link(tx, tenantId, link);
    await this.told.note(tx, same, {
      ...{ what: 'seen again', who: requestedBy, key: `seen/${executionId}` },
      details: { executionId, severity, reasons },
    });
    const sooner = acknowledgeBy < same.acknowledgeBy ? { acknowledgeBy } : {};
    const raised = isRaised ? { severity, response, reasons: [...reasons], ...sooner } : {};
    const contained = isNowToContain ? { autoRemediate: true } : {};
    if (link.responds) await this.store.step(tx, same, { ...raised, ...contained });
    return { link, incident: await this.#must(tx, tenantId, same.id) };
  }

  async #must(tx: Tx, tenantId: string, id: string): Promise<IncidentRow> {
    const row = await this.store.find(tx, tenantId, id);
    if (row === undefined) throw new Error(`The incident ${id} is gone`);
    return row;
  }
}

function titleOf(type: string, findings: readonly FindingSubject[], arns: readonly string[]): string {
  const [finding] = findings;
  const more = findings.length > 1 ? ` and ${findings.length - 1} more` : '';
  const what = finding === undefined ? (arns[0] ?? '') : `${finding.title}${more}`;
  return (what === '' ? type : `${type}: ${what}`).slice(0, 256);
}
