import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/app.js';
import {
  startScheduleApp,
  TENANT,
  type Json,
  type Schedule,
  type ScheduleApp,
} from '../support/schedules.js';

let test: ScheduleApp;
beforeAll(async () => {
  test = await startScheduleApp({ real: true });
});
afterAll(() => test.app.close());

interface Page {
  items: Schedule[];
  nextCursor: string | null;
}
const list = async (query: string) => (await test.ask<Page>('GET', `/schedules?${query}`)).body;

describe('GET /schedules', () => {
  it('shows a new tenant its default schedules: the daily scan is on, the others are off', async () => {
    const items = await eventually(async () => {
      const { items: found } = await list('limit=500');
      return found.length >= 4 && found;
    });
    const shown = items.map(({ scheduleType, cronExpression, status, timezone, parameters, target }) => ({
      ...{ scheduleType, cronExpression, status, timezone, parameters },
      stateMachineName: (target as Json)['stateMachineName'],
    }));
    expect(shown.sort((a, b) => String(a.scheduleType).localeCompare(String(b.scheduleType)))).toEqual([
      {
        ...{ scheduleType: 'continuous-monitoring', cronExpression: '0 */4 * * ? *', status: 'DISABLED' },
        ...{ timezone: 'UTC', stateMachineName: 'ContinuousMonitoringWorkflow' },
        parameters: { monitoringType: 'incremental', alertOnCritical: true },
      },
      {
        ...{ scheduleType: 'daily-compliance-scan', cronExpression: '0 6 * * ? *', status: 'ENABLED' },
        ...{ timezone: 'UTC', stateMachineName: 'ComplianceScanWorkflow' },
        parameters: { scanType: 'comprehensive', includeRecommendations: true },
      },
      {
        ...{ scheduleType: 'monthly-audit-pack', cronExpression: '0 9 1 * ? *', status: 'DISABLED' },
        ...{ timezone: 'UTC', stateMachineName: 'AuditPackGenerationWorkflow' },
        parameters: { includeEvidence: true, format: 'comprehensive' },
      },
      {
        ...{ scheduleType: 'weekly-assessment', cronExpression: '0 8 ? * MON *', status: 'DISABLED' },
        ...{ timezone: 'UTC', stateMachineName: 'ComplianceAssessmentWorkflow' },
        parameters: { framework: 'SOC2', generateReport: true },
      },
    ]);
  });

  it('pages newest first, each schedule once, also while others are made', async () => {
    const made: string[] = [];
    for (let i = 0; i < 7; i++) made.push((await test.create({ scheduleType: 'paged' })).scheduleId);
    const seen: string[] = [];
    let cursor: string | null = '';
    do {
      const page: Page = await list(`scheduleType=paged&limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...page.items.map(({ scheduleId }) => scheduleId));
      cursor = page.nextCursor;
      await test.create({ scheduleType: 'paged' });
    } while (cursor !== null);
    expect(seen).toEqual(made.reverse());
  });

  it('filters by type and status', async () => {
    const on = await test.create({ scheduleType: 'filtered' });
    const off = await test.create({ scheduleType: 'filtered', enabled: false });
    await test.create({ scheduleType: 'another' });
    const ids = async (query: string) => (await list(query)).items.map(({ scheduleId }) => scheduleId);
    expect(await ids('scheduleType=filtered')).toEqual([off.scheduleId, on.scheduleId]);
    expect(await ids('scheduleType=filtered&status=ENABLED')).toEqual([on.scheduleId]);
    expect(await ids(`scheduleType=filtered&status=DISABLED&tenantId=${TENANT}`)).toEqual([off.scheduleId]);
  });

  it.each(['status=enabled', 'cursor=nonsense', 'scheduletype=x', 'limit=0', 'limit=501'])(
    'refuses %s',
    async (query) => {
      expect((await test.ask('GET', `/schedules?${query}`)).status).toBe(400);
    },
  );
});

describe('GET /schedules/{id}/runs', () => {
  const encoded = (key: unknown) => Buffer.from(JSON.stringify(key)).toString('base64url');

  it.each([
    ['nonsense'],
    [encoded(['-271821-04-20T00:00:00.000Z'])],
    [encoded(['+275760-09-13T00:00:00.000Z'])],
    [encoded(['yesterday'])],
    [encoded(['1'])],
  ])('refuses the cursor %s', async (cursor) => {
    const { scheduleId } = await test.create({ enabled: false });
    const { status, body } = await test.ask('GET', `/schedules/${scheduleId}/runs?cursor=${cursor}`);
    expect([status, body['details']]).toEqual([400, [expect.objectContaining({ path: 'cursor' })]]);
  });
});

describe('the audit log', () => {
  it('has each change of a schedule, with who made it', async () => {
    const { scheduleId } = await test.create({ enabled: false });
    const path = `/schedules/${scheduleId}`;
    await test.ask('PUT', path, { cronExpression: '0 7 * * ? *' }, test.keys.admin);
    await test.ask('POST', `${path}/pause`, { reason: 'moving house' });
    await test.ask('POST', `${path}/resume`, {});
    await test.ask('POST', `${path}/run-now`, {});
    await test.ask('DELETE', path);
    await test.ask('PUT', path, { cronExpression: '0 8 * * ? *' });
    const { items } = (
      await test.ask<{ items: Json[] }>('GET', '/audit-log?limit=500', undefined, test.keys.admin)
    ).body;
    const told = items.filter(({ targetId }) => targetId === scheduleId).reverse();
    expect(told.map(({ action, actor }) => [action, actor])).toEqual([
      ['schedule.created', `operator@${TENANT}.test`],
      ['schedule.changed', `admin@${TENANT}.test`],
      ['schedule.paused', `operator@${TENANT}.test`],
      ['schedule.resumed', `operator@${TENANT}.test`],
      ['schedule.run-requested', `operator@${TENANT}.test`],
      ['schedule.deleted', `operator@${TENANT}.test`],
    ]);
    expect(told[1]).toMatchObject({
      before: { expression: 'cron(0 0 1 1 ? 2199)' },
      after: { expression: 'cron(0 7 * * ? *)' },
    });
    expect(told[2]).toMatchObject({ after: { paused: 'moving house' } });
  });
});
