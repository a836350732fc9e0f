import { Injectable } from '@nestjs/common';
import { Task, type TaskContext } from '../../platform/tasks/index.js';
import { Clock } from '../../shared/clock.js';
import { AssessmentBuilding } from './assessment-building.service.js';
import { AssessmentGuidance } from './assessment-guidance.service.js';
import { AssessmentWriting } from './assessment-writing.service.js';
import {
  complianceAssessmentInput,
  type ComplianceAssessmentInput,
  type ReportInput,
} from './compliance-assessment.schemas.js';
import { summaryOf } from './domain/assessment-building.js';
import type { AssessmentReport } from './domain/assessment-report.js';
import { reportSeverities } from './domain/scan-report.js';

/** So much goes on with the execution; the report has all of it. */
const MOST_SHOWN = 20;

/** The tasks of a compliance assessment, but for the scan. Each reads how things stand; the report's word counts. */
@Injectable()
export class ComplianceAssessmentTask {
  constructor(
    private readonly building: AssessmentBuilding,
    private readonly guidance: AssessmentGuidance,
    private readonly writing: AssessmentWriting,
    private readonly clock: Clock,
  ) {}

  @Task('compliance-assessment', complianceAssessmentInput)
  async run(input: ComplianceAssessmentInput, context: TaskContext): Promise<unknown> {
    switch (input.action) {
      case 'gaps':
        return gapsIn(await this.#built(input, context, false));
      case 'recommendations':
        return input.includeRecommendations
          ? recommendedIn(await this.#built(input, context, true))
          : { total: 0, items: [] };
      case 'report':
        return this.#report(input, context);
    }
  }

  async #report(input: ReportInput, context: TaskContext) {
    const built = await this.#built(input, context, input.includeRecommendations);
    const report = input.generateReport
      ? await this.#worded(built, input.includeRecommendations, context)
      : built;
    const saved = input.generateReport ? await this.writing.save(report, input, context) : null;
    await this.writing.tell(report, saved !== null, context);
    const { framework, score, coverage, statuses, findings, guidance, guidanceNote = null } = report;
    return {
      assessment: {
        ...{ assessmentId: report.reportId, framework: framework.id, frameworkName: framework.name },
        ...{ score, coverage, statuses, findings, summary: summaryOf(report) },
        worstSeverity: reportSeverities.find((one) => (findings.bySeverity[one] ?? 0) > 0) ?? null,
        guidance:
          guidance === null ? null : { modelId: guidance.modelId, claims: guidance.paragraphs.length },
        guidanceNote,
      },
      reportResults: {
        ...{ reportId: saved?.reportId ?? null, reportUrl: saved?.reportUrl ?? null },
        files: saved?.files ?? [],
      },
    };
  }

  async #worded(report: AssessmentReport, isWanted: boolean, context: TaskContext) {
    if (!isWanted) return report;
    await context.heartbeat();
    const { guidance, note } = await this.guidance.of(report, context.signal);
    await context.heartbeat();
    return { ...report, guidance, guidanceNote: note };
  }

  #built(input: ComplianceAssessmentInput, context: TaskContext, recommends: boolean) {
    return this.building.of(input, context, { now: this.clock.now(), recommends });
  }
}

/** What is missing, the worst first. */
function gapsIn({
  framework,
  score,
  coverage,
  statuses,
  findings,
  scan,
  topRisks,
  requirements,
}: AssessmentReport) {
  const failed = requirements.filter(({ status }) => status === 'failed');
  const controls = new Map(
    requirements.flatMap((one) => one.controls).map((one) => [one.controlId, one] as const),
  );
  const failing = [...controls.values()].filter(({ counts }) => counts.fail > 0);
  return {
    ...{ framework: framework.id, score, coverage, statuses, openFindings: findings.total },
    failedControls: failing.length,
    failedResources: failing.reduce((sum, { counts }) => sum + counts.fail, 0),
    failedRequirements: failed.slice(0, MOST_SHOWN).map(({ id, title }) => ({ id, title })),
    topRisks: topRisks.map(({ controlId, title, severity, count }) => ({
      controlId,
      title,
      severity,
      count,
    })),
    notRead: scan.gaps.length,
  };
}

const recommendedIn = ({ recommendations }: AssessmentReport) => ({
  total: recommendations.length,
  items: recommendations.slice(0, MOST_SHOWN).map((one) => ({
    ...{ rank: one.rank, controlId: one.controlId, title: one.title, severity: one.severity },
    ...{ effort: one.effort, scoreGain: one.scoreGain, resources: one.resources, reason: one.reason },
  })),
});
