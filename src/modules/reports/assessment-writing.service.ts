import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { Outbox } from '../../platform/outbox/index.js';
import type { TaskContext } from '../../platform/tasks/index.js';
import { scopeKeyOf } from './assessment-history.service.js';
import { executivePdf, technicalHtml } from './assessment-files.js';
import { AssessmentStore } from './assessment.store.js';
import type { ReportInput } from './compliance-assessment.schemas.js';
import { summaryOf } from './domain/assessment-building.js';
import type { AssessmentReport } from './domain/assessment-report.js';
import { assessmentCompleted } from './facts.js';
import { ReportWriting, type NewReport, type SavedReport } from './report-writing.service.js';

const SERVICE = 'compliance-shepherd';

/** Writes down an assessment, and tells of it. */
@Injectable()
export class AssessmentWriting {
  constructor(
    private readonly database: Database,
    private readonly store: AssessmentStore,
    private readonly writing: ReportWriting,
    private readonly outbox: Outbox,
  ) {}

  /** Safe to repeat: the same report is written again, and told of once. */
  async save(
    report: AssessmentReport,
    { reportFormat, scope, includeRecommendations }: ReportInput,
    { tenantId, execution, actor }: TaskContext,
  ): Promise<SavedReport> {
    const { reportId, title, framework, score, coverage, writtenAt } = report;
    const { requester, isTold } = await this.database.withTenant(tenantId, async (tx) => ({
      requester: execution && (await this.store.requesterOf(tx, tenantId, execution.id)),
      isTold: await this.store.wasTold(tx, tenantId, reportId),
    }));
    return this.writing.save(tenantId, {
      ...{ reportId, kind: 'assessment', title, subject: framework.id, executionId: execution?.id ?? null },
      createdBy: requester ?? actor?.owner ?? SERVICE,
      files: filesOf(report, reportFormat),
      details: {
        ...{ frameworkVersion: framework.version, score, coverage, statuses: report.statuses },
        ...{ scope: scopeKeyOf(scope), accountIds: report.scope.accountIds, scanId: report.scan.scanId },
        ...{ assessedAt: writtenAt.toISOString(), findings: report.findings.total, includeRecommendations },
        ...(report.guidance === null ? {} : { modelId: report.guidance.modelId }),
        ...(isTold ? { isTold } : {}),
      },
    });
  }

  /** Once for each report; where none was written, once for each attempt that got so far. */
  async tell(report: AssessmentReport, isWritten: boolean, context: TaskContext): Promise<void> {
    const { reportId, framework, score } = report;
    const { tenantId, execution } = context;
    const payload = {
      ...{ framework: framework.id, score, assessmentId: reportId, summary: summaryOf(report) },
      ...{ reportId: isWritten ? reportId : null, executionId: execution?.id ?? null, eventId: null },
    };
    await this.database.withTenant(tenantId, async (tx) => {
      if (isWritten && !(await this.store.setTold(tx, tenantId, reportId))) return;
      await this.outbox.write(tx, tenantId, assessmentCompleted, [{ key: reportId, payload }]);
    });
  }
}

/** The technical page first, where there is one: that is what opens. */
function filesOf(report: AssessmentReport, format: ReportInput['reportFormat']): NewReport['files'] {
  const html = {
    ...{ format: 'html' as const, contentType: 'text/html' },
    content: whenRead(() => technicalHtml(report)),
  };
  const pdf = {
    ...{ format: 'pdf' as const, contentType: 'application/pdf' },
    content: whenRead(() => executivePdf(report)),
  };
  return { html: [html], pdf: [pdf], both: [html, pdf] }[format];
}

/** Begun when somebody reads it: one that fails before would fail unheard, and end the process. */
const whenRead = (begin: () => Readable): Readable =>
  Readable.from(
    (async function* () {
      yield* begin() as AsyncIterable<Buffer>;
    })(),
    { objectMode: false },
  );
