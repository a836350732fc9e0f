import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { TestWorkflowsModule, workflowClient } from '../support/workflows.js';

interface Event {
  id: number;
  previousEventId: number;
  type: string;
  timestamp: string;
}
interface Page {
  events: Event[];
  nextToken: string | null;
}

let app: TestApp;
let arn: string;
let key: string;
const { ask, until } = workflowClient(
  { request: (...given: Parameters<TestApp['request']>) => app.request(...given) } as TestApp,
  () => key,
);
beforeAll(async () => {
  app = await startTestApp({}, [TestWorkflowsModule]);
  key = (await app.tenant('acme')).viewer;
  const { operator } = await app.tenant('acme');
  const items = Array.from({ length: 300 }, (_, i) => i);
  ({ executionArn: arn } = await workflowClient(app, operator).start('test-many', { items }));
  await until(arn, 'SUCCEEDED');
});
afterAll(() => app.close());

// started, entered and map started; four of each iteration; succeeded, exited and ended
const EVENTS = 3 + 300 * 4 + 3;
const page = async (query: string) => (await ask<Page>('GET', `/${arn}/history?${query}`)).body.result;

async function all(query: string): Promise<{ events: Event[]; sizes: number[] }> {
  const events: Event[] = [];
  const sizes: number[] = [];
  for (let next: string | null = ''; next !== null;) {
    const { events: some, nextToken }: Page = await page(
      `${query}${next === '' ? '' : `&nextToken=${next}`}`,
    );
    events.push(...some);
    sizes.push(some.length);
    next = nextToken;
  }
  return { events, sizes };
}

describe('the history', () => {
  it('comes in pages in the shape of GetExecutionHistory', async () => {
    const { events, sizes } = await all('');
    expect(sizes.every((size) => size <= 100)).toBe(true);
    expect(events.map(({ id }) => id)).toEqual(Array.from({ length: EVENTS }, (_, i) => i + 1));
    expect(events[0]).toEqual({
      ...{ id: 1, previousEventId: 0, type: 'ExecutionStarted' },
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/) as unknown,
      executionStartedEventDetails: {
        input: expect.stringContaining('"workflowType":"test-many"') as unknown,
        inputDetails: { truncated: false },
        roleArn: expect.stringContaining('arn:aws:iam::') as unknown,
      },
    });
    expect(events.at(-1)).toMatchObject({ type: 'ExecutionSucceeded' });
  });

  it('comes newest first on request, the same events', async () => {
    const forward = await all('maxResults=1000');
    const backward = await all('maxResults=7&reverseOrder=true');
    expect(forward.sizes).toEqual([1000, EVENTS - 1000]);
    expect(backward.events.reverse()).toEqual(forward.events);
  });

  it('comes as one file', async () => {
    const answer = await app.request<{ success: boolean; result: Page }>(
      'GET',
      `/workflows/${arn}/history?format=json&maxResults=1`,
      { key },
    );
    expect(answer.headers.get('content-type')).toContain('application/json');
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename="test-many-\d+-\w+\.history\.json"$/,
    );
    expect(answer.body.success).toBe(true);
    expect(answer.body.result).toEqual({ events: (await all('maxResults=1000')).events, nextToken: null });
  });

  it('of a file of nothing is a file', async () => {
    const { admin } = await app.tenant('waiting');
    await app.request('PUT', '/tenants/waiting/settings', {
      key: admin,
      body: { limits: { runningExecutions: 1 } },
    });
    const own = workflowClient(app, admin);
    await own.start('test-gated', { gate: 'x' });
    const { executionArn } = await own.start('test-gated', { gate: 'x' });
    const answer = await own.ask<Page>('GET', `/${executionArn}/history?format=json`);
    expect(answer.body).toMatchObject({ success: true, result: { events: [], nextToken: null } });
  });

  it.each(['abc', 'WyJmb3J3YXJkIiwiMCJd', 'WyJmb3J3YXJkIiwieCJd', 'WyJyZXZlcnNlIiwiNSJd'])(
    'begins at no token but its own: %s',
    async (token) => {
      const answer = await ask('GET', `/${arn}/history?nextToken=${token}`);
      expect([answer.status, answer.body]).toMatchObject([400, { details: [{ path: 'nextToken' }] }]);
    },
  );

  it('takes no other query', async () => {
    for (const query of ['maxResults=0', 'maxResults=1001', 'reverseOrder=yes', 'format=csv', 'cursor=x']) {
      const answer = await ask('GET', `/${arn}/history?${query}`);
      expect([query, answer.status, (answer.body as unknown as { details: unknown[] }).details]).toEqual([
        query,
        400,
        [{ path: query.split('=')[0], message: expect.any(String) as unknown }],
      ]);
    }
  });
});
