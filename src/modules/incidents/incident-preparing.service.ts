import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { notFound } from '../../shared/app-error.js';
import { IncidentEvidence, type EvidenceRun } from './incident-evidence.service.js';
import { IncidentResources } from './incident-resources.service.js';
import { IncidentSnapshots } from './incident-snapshots.service.js';
import { IncidentStore, type IncidentRow } from './incident.store.js';

/** Keeps the evidence of an incident: always before anything is contained. */
@Injectable()
export class IncidentPreparing {
  constructor(
    private readonly database: Database,
    private readonly store: IncidentStore,
    private readonly resources: IncidentResources,
    private readonly evidence: IncidentEvidence,
    private readonly snapshots: IncidentSnapshots,
  ) {}

  /** @param isContained whether containment follows: then volumes are copied too. @returns what could be had */
  async prepare(
    tenantId: string,
    id: string,
    isContained: boolean,
    run: EvidenceRun,
  ): Promise<{ taken: number; missing: number }> {
    const incident = await this.#incident(tenantId, id);
    const resources = await this.resources.of(tenantId, incident.resourceArns);
    await this.evidence.capture(tenantId, id, resources, run);
    if (isContained) await this.snapshots.take(tenantId, id, resources, run);
    return this.evidence.counts(tenantId, id);
  }

  async #incident(tenantId: string, id: string): Promise<IncidentRow> {
    const row = await this.database.withTenant(tenantId, (tx) => this.store.find(tx, tenantId, id));
    if (row === undefined) throw notFound('incident', id);
    return row;
  }
}
