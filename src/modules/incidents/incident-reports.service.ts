import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { correlation } from '../../platform/telemetry/index.js';
import { invalid } from '../../shared/app-error.js';
import { FindingSubjects } from '../scanning/index.js';
import { ExecutionLookups, ExecutionStarts } from '../workflows/index.js';
import { incidentIdOf } from './domain/identity.js';
import type { ReportIncident } from './incidents.schemas.js';

const MOST_KEY = 256;

/** Incidents that people, or other systems, report. */
@Injectable()
export class IncidentReports {
  constructor(
    private readonly database: Database,
    private readonly subjects: FindingSubjects,
    private readonly starts: ExecutionStarts,
    private readonly lookups: ExecutionLookups,
  ) {}

  /**
   * @param key the same request with the same key is made once
   * @throws AppError INVALID naming each finding that there is not; CONFLICT where the key was another request's
   */
  async report(caller: Caller, { tenantId: _, startedBy, ...parameters }: ReportIncident, key?: string) {
    const { tenantId } = caller;
    if (key !== undefined && (key.length < 1 || key.length > MOST_KEY))
      throw invalid([{ path: 'Idempotency-Key', message: `must have 1 to ${MOST_KEY} characters` }]);
    await this.#mustExist(tenantId, parameters.findingIds);
    const started = await this.starts.start(
      caller,
      {
        ...{ workflowType: 'incident-response', parameters, startedBy },
        metadata: { source: 'incidents', priority: parameters.severity === 'critical' ? 'high' : 'normal' },
        ...(key === undefined ? {} : { executionName: nameOf(key), takesEnded: true }),
      },
      correlation.id(),
    );
    const arns = await this.lookups.arnsOf(tenantId, [started.id]);
    return {
      ...{ incidentId: incidentIdOf(started.id), executionId: started.id },
      ...{ executionArn: arns.get(started.id) ?? '', executionName: started.name, status: started.status },
    };
  }

  async #mustExist(tenantId: string, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const found = await this.database.withTenant(tenantId, (tx) => this.subjects.byIds(tx, tenantId, ids));
    const known = new Set(found.map(({ id }) => id));
    const unknown = ids.flatMap((id, i) =>
      known.has(id) ? [] : [{ path: `findingIds.${i}`, message: `There is no finding ${id}` }],
    );
    if (unknown.length > 0) throw invalid(unknown);
  }
}

const nameOf = (key: string): string =>
  `incident-${createHash('sha256').update(key).digest('hex').slice(0, 32)}`;
