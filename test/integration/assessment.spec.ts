import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Injectable, Module } from '@nestjs/common';
import { ComplianceAssessmentTask } from '../../src/modules/reports/compliance-assessment.task.js';
import { assessmentCompleted, type AssessmentCompleted } from '../../src/modules/reports/index.js';
import { notificationRequested } from '../../src/modules/workflows/tasks/facts.js';
import { Subscribes, type Fact } from '../../src/platform/outbox/index.js';
import { complianceAccount, ENCRYPTED_QUEUE, type ComplianceAccount } from '../e2e/compliance-account.js';
import { HOME } from '../e2e/emulated-account.js';
import { startScanApp, type ScanApp } from '../e2e/scan-app.js';
import { eventually } from '../support/app.js';
import {
  ALL,
  ASSESSED_SERVICES as SERVICES,
  assessmentClient,
  contextOf,
  SOC2,
  type AssessmentOutput,
} from '../support/assessments.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no account to assess: the runner reports these as skipped. */
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

const completed: Fact<AssessmentCompleted>[] = [];
const asked: Fact<{ subject: string; targets: string[]; details: object }>[] = [];

@Injectable()
class Listener {
  @Subscribes(assessmentCompleted, 'test-assessments')
  assessed(fact: (typeof completed)[number]): Promise<void> {
    completed.push(fact);
    return Promise.resolve();
  }

  @Subscribes(notificationRequested, 'test-assessments')
  wanted(fact: (typeof asked)[number]): Promise<void> {
    asked.push(fact);
    return Promise.resolve();
  }
}

@Module({ providers: [Listener] })
class ListenerModule {}

jest.setTimeout(120_000); // several scans

withEmulator('compliance-assessment (needs MOTO_URL)', () => {
  let on: ScanApp;
  let there: ComplianceAccount;
  let client: ReturnType<typeof assessmentClient>;

  beforeAll(async () => {
    on = await startScanApp(MOTO_URL ?? '', {}, [ListenerModule]);
    there = await complianceAccount(on.account);
    client = assessmentClient(on);
    await on.scan({ services: SERVICES }); // so that all of it was read once
  });
  afterAll(async () => {
    there?.close();
    await on?.close();
  });

  it('assesses, and gives its numbers, its report and where it lies', async () => {
    const { executionArn, output } = await client.assess({ notificationTargets: ['auditors@acme.test'] });
    const { reportId, reportUrl, files } = output.reportResults;
    expect(output).toMatchObject({
      scanJob: { scanJobId: expect.stringMatching(/^scan_/), status: 'COMPLETED' },
      assessment: { framework: SOC2, score: expect.any(Number), assessmentId: reportId },
      notifications: { requested: true },
    });
    expect([reportUrl, files.map(({ format }) => format)]).toEqual([
      `/reports/${reportId}/download`,
      ['html', 'pdf'],
    ]);
    expect(output.gaps.failedControls).toBeGreaterThan(3);
    expect(output.recommendations.total).toBe(output.gaps.failedControls);
    expect(output.recommendations.items.map(({ rank }) => rank)).toEqual(
      output.recommendations.items.map((_, at) => at + 1),
    );
    const read = (format: string) =>
      on.app.request<string>('GET', `/reports/${reportId}/download?format=${format}`, {
        key: on.keys.viewer,
      });
    const page = (await read('html')).body;
    for (const text of ['SOC 2', there.plain, ENCRYPTED_QUEUE, 'Recommendations', '</html>'])
      expect(page).toContain(text);
    const paper = (await read('pdf')).body;
    expect([paper.slice(0, 5), paper.match(/\/Type \/Page\b/g)?.length]).toEqual(['%PDF-', 2]);
    expect(await on.get(`/reports/${reportId}`)).toMatchObject({
      ...{ kind: 'assessment', status: 'ready', subject: SOC2, createdBy: 'operator@acme.test' },
      details: { score: output.assessment.score, scanId: output.scanJob.scanJobId },
    });
    const told = await eventually(() =>
      Promise.resolve(asked.find(({ payload }) => payload.targets.includes('auditors@acme.test'))),
    );
    expect(told.payload).toMatchObject({
      subject: output.assessment.summary,
      details: { reportResults: { reportUrl } },
    });
    const { result } = (
      await client.workflows.ask<{ events: { stateEnteredEventDetails?: { name: string } }[] }>(
        'GET',
        `/${executionArn}/history?maxResults=1000`,
      )
    ).body;
    expect(result.events.flatMap(({ stateEnteredEventDetails: of }) => of?.name ?? [])).toEqual([
      ...['InitializeAssessment', 'RunComplianceScan', 'AnalyzeGaps', 'GenerateRecommendations'],
      ...['GenerateAssessmentReport', 'SendNotifications', 'Complete'],
    ]);
  });

  it('scans the controls of the framework and no others', async () => {
    const { output } = await client.assess({ framework: 'HIPAA' });
    expect(await on.get(`/scans/${output.scanJob.scanJobId}`)).toMatchObject({
      ...{ scanType: 'compliance', frameworks: ['hipaa'], services: [...SERVICES].sort() },
      ...{ source: 'workflow', requestedBy: 'operator@acme.test' },
    });
    expect(output.assessment.framework).toBe('hipaa');
  });

  it('is told of once, and is an event', async () => {
    const { output } = await client.assess({});
    const { reportId } = output.reportResults;
    const facts = () => completed.filter(({ payload }) => payload.reportId === reportId);
    await eventually(() => Promise.resolve(facts().length > 0));
    expect(facts()[0]?.payload).toMatchObject({
      ...{ framework: SOC2, score: output.assessment.score, eventId: null, assessmentId: reportId },
      summary: output.assessment.summary,
    });
    const event = await eventually(async () => {
      const { items } = await on.get<{ items: { eventType: string; eventId: string }[] }>(
        '/events/history?eventType=assessment-completed&limit=100',
      );
      return items.find(({ eventId }) => eventId === facts()[0]?.id);
    });
    expect(event.eventType).toBe('assessment-completed');
    expect(facts()).toHaveLength(1);
  });

  it('writes the same report again, and tells of it once, where its task is run twice', async () => {
    const task = on.app.app.get(ComplianceAssessmentTask, { strict: false });
    const input = {
      ...{ action: 'report' as const, scanJobId: await client.newestScan(), framework: SOC2, scope: ALL },
      ...{ includeRecommendations: true, reportFormat: 'html' as const, generateReport: true },
    };
    const context = contextOf({ idempotencyKey: 'twice', actor: { owner: 'a@acme.test', keyId: 'k' } });
    const [first, second] = [
      (await task.run(input, context)) as AssessmentOutput,
      (await task.run(input, context)) as AssessmentOutput,
    ];
    expect(second.reportResults).toMatchObject({ reportId: first.reportResults.reportId });
    const rows = await on.app.database.query(
      `SELECT key FROM facts WHERE name = 'assessment.completed' AND key = $1`,
      [first.reportResults.reportId],
    );
    expect(rows).toHaveLength(1);
    expect(await on.get(`/reports/${first.reportResults.reportId}`)).toMatchObject({
      createdBy: 'a@acme.test',
    });
  });

  it('writes what is wanted and no more', async () => {
    const { output: bare } = await client.assess({ generateReport: false, includeRecommendations: false });
    expect(bare.reportResults).toEqual({ reportId: null, reportUrl: null, files: [] });
    expect(bare.recommendations).toEqual({ total: 0, items: [] });
    expect(bare.assessment.score).not.toBeNull();
    const { output: pdf } = await client.assess({ reportFormat: 'pdf' });
    expect(pdf.reportResults.files.map(({ format }) => format)).toEqual(['pdf']);
  });

  it('knows the frameworks of the tenant, and refuses what is none', async () => {
    const own = {
      ...{ id: 'acme-rules', name: 'Acme rules', version: '1', description: 'Own' },
      requirements: [{ id: '1', title: 'Queues are encrypted', section: 'Q', controls: [ENCRYPTED_QUEUE] }],
    };
    await on.asAdmin.must('POST', '/frameworks', own);
    const { output } = await client.assess({ framework: 'acme-rules' });
    expect(output.assessment).toMatchObject({ framework: 'acme-rules', frameworkName: 'Acme rules' });
    for (const framework of ['iso-27001', 'SOC 9', 'nope']) {
      const [status, body] = await client.refusal({ framework });
      expect([status, body]).toEqual([400, expect.stringContaining(`There is no framework ${framework}`)]);
      expect(body).toContain('parameters.framework');
    }
    expect((await client.refusal({}))[0]).toBe(400);
    expect((await client.refusal({ framework: 'SOC2', scope: { region: HOME } }))[1]).toContain(
      'parameters.scope.region',
    );
    client.as((await on.app.tenant('globex')).operator);
    expect((await client.refusal({ framework: 'acme-rules' }))[0]).toBe(400);
    client.as(on.keys.operator);
  });

  it('fails with the reason, and says so, where no account is registered', async () => {
    client.as((await on.app.tenant('empty')).operator);
    const { executionArn } = await client.workflows.start('compliance-assessment', {
      ...{ framework: 'GDPR', notificationTargets: ['dpo@acme.test'] },
    });
    expect(await client.workflows.until(executionArn, 'FAILED')).toMatchObject({
      ...{ error: 'PRECONDITION_FAILED', cause: 'No AWS account is registered: POST /accounts first' },
    });
    client.as(on.keys.operator);
    const told = await eventually(() =>
      Promise.resolve(asked.find(({ payload }) => payload.targets.includes('dpo@acme.test'))),
    );
    expect(told.payload.subject).toBe('Compliance assessment of gdpr failed: PRECONDITION_FAILED');
  });

  it('is what a manual-assessment event and the weekly schedule start', async () => {
    const started = async (since: string) =>
      eventually(async () => {
        const { body } = await client.workflows.ask<{
          executions: { executionArn: string; executionName: string }[];
        }>('GET', '/list?workflowType=compliance-assessment&limit=5');
        const [newest] = body.result.executions;
        return newest?.executionName === since ? undefined : newest;
      });
    const newest = (await started('')).executionName;
    const event = {
      eventType: 'manual-assessment',
      parameters: { framework: 'SOC2', scope: { services: ['sqs'] } },
    };
    const { status } = await on.send('POST', '/events/trigger', event);
    expect(status).toBe(202);
    const byEvent = await started(newest);
    await client.workflows.until(byEvent.executionArn, 'SUCCEEDED');
    expect(
      (await on.send('POST', '/events/trigger', { ...event, parameters: { framework: 'nope' } })).status,
    ).toBe(400);
    const { items } = await on.get<{ items: { scheduleId: string }[] }>(
      '/schedules?scheduleType=weekly-assessment',
    );
    const run = await on.send('POST', `/schedules/${items[0]?.scheduleId ?? ''}/run-now`, {});
    expect(run.status).toBe(202);
    const bySchedule = await started(byEvent.executionName);
    const { output, input } = await client.workflows.until(bySchedule.executionArn, 'SUCCEEDED');
    expect(input).toMatchObject({
      parameters: { framework: SOC2, generateReport: true, reportFormat: 'both' },
    });
    expect((output as AssessmentOutput).reportResults.reportId).toMatch(/^rpt_/);
  });
});
