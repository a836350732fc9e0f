import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, startTestApp, type TestApp } from '../support/app.js';
import { TestTasks, TestWorkflowsModule, workflowClient } from '../support/workflows.js';

let api: TestApp;
let worker: TestApp;
let tasks: TestTasks;
let key: string;
const { ask, start, until } = workflowClient(
  { request: (...given: Parameters<TestApp['request']>) => api.request(...given) } as TestApp,
  () => key,
);
// the process that is followed is not the one that works
beforeAll(async () => {
  worker = await startTestApp({}, [TestWorkflowsModule]);
  api = await startTestApp({ ROLE: 'api' }, [TestWorkflowsModule], worker.database);
  tasks = worker.app.get(TestTasks, { strict: false });
  key = (await api.tenant('acme')).operator;
});
afterAll(async () => {
  await api.close();
  await worker.close();
});

interface Message {
  id?: string;
  event?: string;
  data?: string;
  retry?: string;
}

/** Follows an execution as an EventSource would. */
async function follow(arn: string, lastEventId?: string) {
  const stop = new AbortController();
  const answer = await fetch(`${api.url}/workflows/${arn}/events`, {
    headers: {
      ...{ authorization: `Bearer ${key}` },
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    },
    signal: stop.signal,
  });
  const messages: Message[] = [];
  const ended = read(answer, messages).then(
    () => 'ended',
    () => 'dropped',
  );
  return { answer, messages, ended, drop: () => stop.abort() };
}

async function read(answer: Response, messages: Message[]): Promise<void> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const part of answer.body ?? []) {
    text += decoder.decode(part as Uint8Array, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = block.split('\n').map((line) => /^(\w*): (.*)$/.exec(line) ?? []);
      messages.push(Object.fromEntries(fields.map(([, name, value]) => [name, value])) as Message);
    }
  }
}

const typesOf = (messages: Message[]) =>
  messages
    .filter(({ id }) => id !== undefined)
    .map(({ data }) => (JSON.parse(data ?? '') as { type: string }).type);

describe('the events of an execution', () => {
  it('come as they are written, by another process, and end with it', async () => {
    const { executionArn } = await start('test-gated', { gate: 'live' });
    const { answer, messages, ended } = await follow(executionArn);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    await eventually(() => Promise.resolve(typesOf(messages).includes('LambdaFunctionScheduled')));
    expect(typesOf(messages)).not.toContain('ExecutionSucceeded');
    const began = Date.now();
    tasks.open('live');
    expect(await ended).toBe('ended');
    expect(Date.now() - began).toBeLessThan(3000);
    expect(messages[0]).toEqual({ retry: '2000' });
    expect(messages.at(-1)).toEqual({ event: 'end', data: '{"status":"SUCCEEDED"}' });
    const history = await ask<{ events: object[] }>('GET', `/${executionArn}/history`);
    const told = messages.filter(({ id }) => id !== undefined);
    expect(told.map(({ data }) => JSON.parse(data ?? '') as object)).toEqual(history.body.result.events);
    expect(told.map(({ id }) => id)).toEqual(told.map((_, i) => String(i + 1)));
  });

  it('go on after the last one that the client has', async () => {
    const { executionArn } = await start('test-gated', { gate: 'resumed' });
    const first = await follow(executionArn);
    await eventually(() => Promise.resolve(typesOf(first.messages).includes('LambdaFunctionScheduled')));
    first.drop();
    await first.ended;
    const seen = first.messages.at(-1)?.id ?? '';
    const second = await follow(executionArn, seen);
    tasks.open('resumed');
    await second.ended;
    const ids = [...first.messages, ...second.messages].flatMap(({ id }) =>
      id === undefined ? [] : [Number(id)],
    );
    expect(ids).toEqual(ids.map((_, i) => i + 1));
    expect(typesOf(second.messages).at(-1)).toBe('ExecutionSucceeded');
  });

  it('of one that has ended come at once; who has them all need not come again', async () => {
    const { executionArn } = await start('test-many', { items: Array.from({ length: 400 }, () => 1) });
    await until(executionArn, 'SUCCEEDED');
    const { messages, ended } = await follow(executionArn);
    expect(await ended).toBe('ended');
    const last = String(3 + 400 * 4 + 3);
    expect(messages.at(-2)?.id).toBe(last);
    expect((await follow(executionArn, last)).answer.status).toBe(204);
  });

  it('begin when one that waits for a place does', async () => {
    const { admin } = await api.tenant('queue');
    await api.request('PUT', '/tenants/queue/settings', {
      key: admin,
      body: { limits: { runningExecutions: 1 } },
    });
    const mine = key;
    key = admin;
    const first = await start('test-gated', { gate: 'place' });
    const waiting = await start('test-gated', { gate: 'place' });
    expect([first.status, waiting.status]).toEqual(['RUNNING', 'PENDING_START']);
    const { messages, ended } = await follow(waiting.executionArn);
    expect(typesOf(messages)).toEqual([]);
    tasks.open('place');
    expect(await ended).toBe('ended');
    expect(typesOf(messages)[0]).toBe('ExecutionStarted');
    key = mine;
  });

  it('are no longer told to a key that was revoked', async () => {
    const { admin } = await api.tenant('acme');
    const body = { name: 'follower', role: 'viewer', owner: 'follower@acme.test' };
    const made = await api.request<{ id: string; key: string }>('POST', '/api-keys', { key: admin, body });
    const { executionArn } = await start('test-gated', { gate: 'revoked' });
    const mine = key;
    key = made.body.key;
    const { messages, ended } = await follow(executionArn);
    key = mine;
    await eventually(() => Promise.resolve(typesOf(messages).includes('LambdaFunctionScheduled')));
    expect((await api.request('DELETE', `/api-keys/${made.body.id}`, { key: admin })).status).toBe(204);
    tasks.open('revoked');
    expect(await ended).toBe('ended');
    expect(messages.map(({ event }) => event)).not.toContain('end');
    expect(typesOf(messages)).not.toContain('ExecutionSucceeded');
  });

  it('take no Last-Event-ID that is none', async () => {
    const { executionArn } = await start('test-many', { items: [] });
    const { answer } = await follow(executionArn, 'x');
    expect(answer.status).toBe(400);
  });

  it('cost one look for all who follow, and nothing when nobody does', async () => {
    const { executionArn } = await start('test-gated', { gate: 'watched' });
    const streams = await Promise.all(Array.from({ length: 30 }, () => follow(executionArn)));
    await eventually(() =>
      Promise.resolve(streams.every(({ messages }) => typesOf(messages).includes('LambdaFunctionScheduled'))),
    );
    const { HistoryStore } = await import('../../src/modules/workflows/history.store.js');
    const store = api.app.get(HistoryStore, { strict: false });
    const real = store.standings.bind(store);
    const asked: number[] = [];
    store.standings = (ids) => {
      asked.push(ids.length);
      return real(ids);
    };
    await new Promise((done) => setTimeout(done, 2200));
    expect(asked.length).toBeGreaterThanOrEqual(3);
    expect(asked.length).toBeLessThanOrEqual(5);
    expect(new Set(asked)).toEqual(new Set([1]));
    for (const { drop } of streams) drop();
    await Promise.all(streams.map(({ ended }) => ended));
    await new Promise((done) => setTimeout(done, 1200));
    asked.length = 0;
    await new Promise((done) => setTimeout(done, 1200));
    expect(asked).toEqual([]);
    tasks.open('watched');
  });

  it('are let go of when the process stops', async () => {
    const other = await startTestApp({ ROLE: 'api' }, [TestWorkflowsModule], worker.database);
    const { executionArn } = await start('test-gated', { gate: 'never' });
    const answer = await fetch(`${other.url}/workflows/${executionArn}/events`, {
      headers: { authorization: `Bearer ${key}` },
    });
    const messages: Message[] = [];
    const ended = read(answer, messages);
    const began = Date.now();
    await other.close();
    await ended;
    expect(Date.now() - began).toBeLessThan(8000);
    expect(messages.map(({ event }) => event)).not.toContain('end');
  });
});
