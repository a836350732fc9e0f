import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { TaskContext } from '../../platform/tasks/index.js';
import { sameId } from '../../shared/ids.js';
import {
  AssessmentFacts,
  AssessmentTrend,
  ScanResultsService,
  type AssessedControl,
} from '../scanning/index.js';
import { TenantSettingsService } from '../access/index.js';
import { AssessmentHistory, scopeKeyOf } from './assessment-history.service.js';
import type { AssessmentSubject } from './compliance-assessment.schemas.js';
import { assessmentReport, type ControlFacts } from './domain/assessment-building.js';
import type { AssessmentReport } from './domain/assessment-report.js';
import { gapsOf } from './domain/scan-gaps.js';
import { ReportedFixes } from './known-fixes.js';

const MOST_CHANGES = 20;
/** Well within the HeartbeatSeconds of the definition. */
const BEAT_MS = 20_000;

/** Where the facts of an assessment come from. */
@Injectable()
export class AssessmentSources {
  constructor(
    readonly facts: AssessmentFacts,
    readonly trend: AssessmentTrend,
    readonly results: ScanResultsService,
    readonly fixes: ReportedFixes,
    readonly tenants: TenantSettingsService,
  ) {}
}

/** Puts together what is known of a framework after a scan. */
@Injectable()
export class AssessmentBuilding {
  constructor(
    private readonly sources: AssessmentSources,
    private readonly history: AssessmentHistory,
  ) {}

  /** The same execution, scan and framework have the same reportId. @throws AppError NOT_FOUND */
  async of(
    { scanJobId, framework: asked, scope }: AssessmentSubject,
    context: TaskContext,
    { now, recommends }: { now: Date; recommends: boolean },
  ): Promise<AssessmentReport> {
    const { tenantId } = context;
    const { facts, trend, results, fixes, tenants } = this.sources;
    const standing = await results.standing(tenantId, scanJobId);
    const assessed = await facts.of(tenantId, asked, scope, {
      ...{ signal: context.signal, alive: beating(context) },
    });
    const { frameworkId, accountIds } = assessed;
    const reportId = sameId(
      'rpt',
      standing.endedAt ?? standing.beganAt,
      digestOf([tenantId, context.execution?.id ?? context.idempotencyKey, frameworkId, scopeKeyOf(scope)]),
    );
    const series = { frameworkId, scope, accountIds, scanId: scanJobId, reportId, now };
    const { earlier, since } = await this.history.of(tenantId, series);
    const changes = await trend.changes(tenantId, frameworkId, scope, { since, limit: MOST_CHANGES });
    const { name, version, note, score, coverage, formula, statuses } = assessed;
    const { status, endedAt, resources, errors } = standing;
    return assessmentReport({
      report: {
        ...{ reportId, tenantId, tenantName: await tenants.nameOf(tenantId), writtenAt: now },
        scan: { scanId: scanJobId, status, endedAt, resources, gaps: gapsOf(errors) },
        ...{ score, coverage, formula, statuses },
      },
      framework: { id: frameworkId, name, version, note },
      scope: { ...scope, accountIds },
      controls: assessed.controls.map((one) => factsOf(one, fixes)),
      requirements: assessed.requirements,
      findings: assessed.findings,
      ...{ earlier, since, changes, recommends },
    });
  }
}

const factsOf = (control: AssessedControl, fixes: ReportedFixes): ControlFacts => ({
  ...control,
  remediation: control.remediation && { text: control.remediation.text, url: control.remediation.url },
  fix: control.counts.fail === 0 ? null : fixes.of(control.controlId),
});

const digestOf = (parts: readonly string[]): Uint8Array =>
  createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 16);

/** Says now and then that the task is alive. By the process's own clock: how long it takes is what counts. */
function beating({ heartbeat }: Pick<TaskContext, 'heartbeat'>): () => Promise<void> {
  let beatAt = performance.now();
  return async () => {
    if (performance.now() - beatAt < BEAT_MS) return;
    await heartbeat();
    beatAt = performance.now();
  };
}
