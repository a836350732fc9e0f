import { Injectable } from '@nestjs/common';
import type { Fact } from '../../platform/outbox/index.js';
import { correlation } from '../../platform/telemetry/index.js';
import { KnownResources } from '../scanning/index.js';
import type { ScansStarted } from '../schedules/index.js';
import type { OwnEvent } from './domain/own-event.js';
import type { AssessmentCompleted, RemediationCompleted } from './facts.js';
import { OwnEvents } from './own-events.service.js';

/** Makes events of facts, so that the history shows them and event rules see them. The fact's id is the event's. */
@Injectable()
export class ToldEvents {
  constructor(
    private readonly events: OwnEvents,
    private readonly known: KnownResources,
  ) {}

  /** The resources are looked at again, as when somebody tells of it (POST /events/trigger). */
  async remediated({ id, tenantId, payload, createdAt }: Fact<RemediationCompleted>): Promise<void> {
    const { findingIds, resourceArns } = payload;
    const ofFindings = await this.known.of(tenantId, { findingIds, resourceArns: [] });
    const arns = [...new Set([...resourceArns, ...ofFindings.map(({ arn }) => arn)])];
    const event: OwnEvent = {
      ...{ eventId: id, eventType: 'remediation-completed', eventTime: createdAt, detail: payload },
      ...{ who: null, correlationId: correlation.id() },
      resources: arns.map((arn) => ({ arn, change: 'changed' as const, type: null })),
      ...{ disposition: 'retrying', reason: 'waiting' },
    };
    await this.events.record(tenantId, [event]);
  }

  /** The fact itself is what notifications are sent of. */
  async assessed({ id, tenantId, payload, createdAt }: Fact<AssessmentCompleted>): Promise<void> {
    const event: OwnEvent = {
      ...{ eventId: id, eventType: 'assessment-completed', eventTime: createdAt, detail: payload },
      ...{ who: null, correlationId: correlation.id() },
      ...{ disposition: 'processed', reason: 'notified' },
    };
    await this.events.record(tenantId, [event]);
  }

  /** Runs of schedules that have started scans; a run's id is its event's. */
  async scheduled({ tenantId, payload }: Fact<ScansStarted>): Promise<void> {
    const events = payload.runs.map(({ correlationId, startedAt, ...run }): OwnEvent => {
      const reason = run.executionType === 'scan' ? 'scan_started' : 'workflow_started';
      return {
        ...{ eventId: run.runId, eventType: 'scheduled-scan', eventTime: new Date(startedAt), detail: run },
        ...{ who: null, correlationId, disposition: 'processed', reason },
        outcomes: { [run.executionId]: { disposition: 'processed', reason } },
      };
    });
    await this.events.record(tenantId, events);
  }
}
