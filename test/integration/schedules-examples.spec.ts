import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  startScheduleApp,
  TENANT,
  type Json,
  type Schedule,
  type ScheduleApp,
} from '../support/schedules.js';

// The examples of specs/1 as they are printed there.
let test: ScheduleApp;
beforeAll(async () => {
  test = await startScheduleApp({ real: true });
});
afterAll(() => test.app.close());

const post = (body: unknown, key?: string) => test.ask<Schedule>('POST', '/schedules', body, key);

const example = {
  scheduleType: 'compliance-scan',
  tenantId: 'my-company',
  cronExpression: '0 6 * * ? *',
  timezone: 'America/New_York',
  enabled: true,
  description: 'Daily compliance scan at 6 AM EST',
  target: { type: 'step-functions', stateMachineName: 'ComplianceScanWorkflow' },
  parameters: { scanType: 'comprehensive', includeRecommendations: true },
  flexibleTimeWindowMinutes: 15,
};

describe('POST /schedules', () => {
  it('takes the first example and answers with all of it', async () => {
    const { status, body } = await post(example);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      ...example,
      scheduleId: expect.stringMatching(/^sch_/) as unknown,
      scheduleExpression: 'cron(0 6 * * ? *)',
      status: 'ENABLED',
      disabledReason: null,
      paused: null,
      createdBy: `operator@${TENANT}.test`,
      engine: { name: 'bullmq', state: 'in_sync', error: null, syncedAt: null },
    });
    expect(localTime(body.nextRunAt, 'America/New_York')).toBe('06:00');
    expect((await test.get(body.scheduleId)).flexibleTimeWindowMinutes).toBe(15);
  });

  const types: [string, Json, boolean][] = [
    [
      'Daily Compliance Scan',
      {
        scheduleType: 'daily-compliance-scan',
        cronExpression: '0 6 * * ? *',
        target: { type: 'step-functions', stateMachineName: 'ComplianceScanWorkflow' },
        parameters: { scanType: 'comprehensive', includeRecommendations: true },
      },
      true,
    ],
    [
      'Weekly Assessment Report',
      {
        scheduleType: 'weekly-assessment',
        cronExpression: '0 8 ? * MON *',
        target: { type: 'step-functions', stateMachineName: 'ComplianceAssessmentWorkflow' },
        parameters: { framework: 'SOC2', generateReport: true },
      },
      true,
    ],
    [
      'Continuous Monitoring',
      {
        scheduleType: 'continuous-monitoring',
        cronExpression: '0 */4 * * ? *',
        target: { type: 'step-functions', stateMachineName: 'ContinuousMonitoringWorkflow' },
        parameters: { monitoringType: 'incremental', alertOnCritical: true },
      },
      true,
    ],
    [
      'Monthly Audit Pack Generation',
      {
        scheduleType: 'monthly-audit-pack',
        cronExpression: '0 9 1 * ? *',
        target: { type: 'step-functions', stateMachineName: 'AuditPackGenerationWorkflow' },
        parameters: { includeEvidence: true, format: 'comprehensive' },
      },
      true,
    ],
  ];

  it.each(types)(
    'takes %s, off with the reason where there is no such workflow',
    async (_, body, isThere) => {
      const answer = await post(body);
      expect(answer.status).toBe(201);
      expect(answer.body).toMatchObject({
        ...body,
        timezone: 'UTC',
        status: isThere ? 'ENABLED' : 'DISABLED',
        enabled: isThere,
      });
      const { stateMachineName } = body['target'] as { stateMachineName: string };
      if (isThere) {
        expect(answer.body).toMatchObject({ disabledReason: null, nextRunAt: expect.any(String) as unknown });
      } else {
        expect(answer.body.disabledReason).toContain(stateMachineName);
        expect(answer.body.nextRunAt).toBeNull();
      }
    },
  );

  it('takes the default schedule of the tenant `default` with the platform key', async () => {
    const body = {
      scheduleType: 'daily-compliance-scan',
      tenantId: 'default',
      cronExpression: '0 6 * * ? *',
      enabled: true,
      target: { type: 'step-functions', stateMachineName: 'ComplianceScanWorkflow' },
    };
    expect(await post(body, test.app.platformKey)).toMatchObject({ status: 201, body });
  });
});

describe('the life of a schedule', () => {
  it('is created, listed, changed, read and deleted by the printed requests', async () => {
    const { body: made } = await post(example);
    const path = `/schedules/${made.scheduleId}`;
    const list = await test.ask<{ items: Schedule[] }>(
      'GET',
      '/schedules?tenantId=my-company&scheduleType=compliance-scan&status=ENABLED&limit=50',
    );
    expect(list.status).toBe(200);
    expect(list.body.items[0]).toEqual(made);
    const put = { cronExpression: '0 8 * * ? *', enabled: false, description: 'Updated schedule' };
    const changed = await test.ask<Schedule>('PUT', path, put);
    expect(changed).toMatchObject({ status: 200, body: { ...example, ...put, status: 'DISABLED' } });
    const later = { cronExpression: '0 8 * * ? *', description: 'Updated to 8 AM' };
    expect((await test.ask('PUT', path, later)).body).toMatchObject({ ...later, enabled: false });
    expect((await test.ask('GET', path)).body).toMatchObject(later);
    const gone = await test.ask('DELETE', path);
    expect([gone.status, gone.body]).toEqual([204, '']);
    expect((await test.ask('GET', path)).status).toBe(404);
  });
});

function localTime(at: string | null, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(
    new Date(at ?? ''),
  );
}
