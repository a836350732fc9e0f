import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import openapiTS, { astToString } from 'openapi-typescript';
import { createShepherdClient, ShepherdError, StepFunctionsOrchestratorService } from '../../client/index.js';
import { eventually, startTestApp, type TestApp } from '../support/app.js';

const SCHEMA = new URL('../../client/schema.ts', import.meta.url);
const HEAD = '/** Made from the OpenAPI document by UPDATE_DOCS=1 npm test -- test/integration/client. */\n';

let app: TestApp;
let keys: Awaited<ReturnType<TestApp['tenant']>>;
beforeAll(async () => {
  app = await startTestApp();
  keys = await app.tenant('acme');
});
afterAll(() => app.close());

describe('the client', () => {
  it('knows the API as it is', async () => {
    const { body } = await app.request<Record<string, unknown>>('GET', '/docs-json');
    // its version is that of the package, and says nothing of a route
    const text = HEAD + astToString(await openapiTS(JSON.stringify(body), { defaultNonNullable: false }));
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(SCHEMA, text);
    expect(readFileSync(SCHEMA, 'utf8')).toBe(text);
  });

  it('answers what a route answers, and throws what it refuses', async () => {
    const client = createShepherdClient({ url: app.url, key: keys.viewer });
    const { data } = await client.GET('/findings', { params: { query: { status: 'open', limit: 5 } } });
    expect(data).toMatchObject({ items: [], nextCursor: null, counts: { total: 0 } });
    const bad = client.GET('/findings', { params: { query: { limit: 0 } } });
    await expect(bad).rejects.toBeInstanceOf(ShepherdError);
    await expect(bad).rejects.toMatchObject({
      ...{ status: 400, code: 'INVALID', details: [{ path: 'limit' }] },
      correlationId: expect.stringMatching(/^req_/) as unknown,
    });
    const stranger = createShepherdClient({ url: app.url, key: null });
    await expect(stranger.GET('/findings')).rejects.toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
  });
});

describe('the orchestrator of the client', () => {
  it('starts a workflow, tells how it stands, and how all have ended', async () => {
    const orchestrator = new StepFunctionsOrchestratorService({ url: app.url, key: keys.operator });
    const started = await orchestrator.startWorkflow(
      {
        workflowType: 'compliance-assessment',
        tenantId: 'acme',
        parameters: { framework: 'SOC2', includeRecommendations: true },
        startedBy: 'audit-team@company.com',
      },
      'correlation-123',
    );
    expect(started).toMatchObject({ correlationId: 'correlation-123', tenantId: 'acme' });
    const ended = await eventually(async () => {
      const status = await orchestrator.getWorkflowStatus(started.executionArn, 'correlation-124');
      return status.stopDate !== null && status;
    });
    expect(ended).toMatchObject({ executionArn: started.executionArn, startedBy: 'audit-team@company.com' });
    const metrics = await orchestrator.getWorkflowMetrics('compliance-assessment', 'acme');
    expect(metrics.totalExecutions).toBe(1);
    expect(metrics.successfulExecutions + metrics.failedExecutions).toBe(1);
  }, 60_000);

  it('reads where the service is, and with which key, from the environment', async () => {
    const before = { ...process.env };
    Object.assign(process.env, { SHEPHERD_URL: app.url, SHEPHERD_API_KEY: keys.viewer });
    try {
      const metrics = await new StepFunctionsOrchestratorService().getWorkflowMetrics();
      expect(metrics.totalExecutions).toBeGreaterThanOrEqual(1);
    } finally {
      process.env = before;
    }
  });
});
