import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '../../src/platform/telemetry/index.js';
import { eventually, startTestApp, type TestApp } from '../support/app.js';

jest.setTimeout(90_000);

interface Shown {
  level: string;
  configured: string;
  until: string | null;
  setBy: string | null;
  processes: { role: string; level: string }[];
}

let api: TestApp;
let worker: TestApp;
const startWorker = () => startTestApp({ ROLE: 'worker' }, [], api.database);

beforeAll(async () => {
  api = await startTestApp({ ROLE: 'api' });
  worker = await startWorker();
});
afterAll(async () => {
  await worker?.close();
  await api?.close();
});

const levelOf = (app: TestApp) => app.app.get(Logger).level;
const get = async () => (await api.request<Shown>('GET', '/log-level')).body;
const put = (body: unknown, key?: string) =>
  api.request<Shown>('PUT', '/log-level', key === undefined ? { body } : { body, key });

describe('the log level', () => {
  it('is what the processes were started with, and is the business of the platform key alone', async () => {
    expect(await get()).toMatchObject({ level: 'ERROR', configured: 'ERROR', until: null, setBy: null });
    const { viewer, admin } = await api.tenant('acme');
    expect([
      (await put({ level: 'DEBUG' }, viewer)).status,
      (await put({ level: 'DEBUG' }, admin)).status,
    ]).toEqual([403, 403]);
    expect((await api.request('GET', '/log-level', { key: admin })).status).toBe(403);
    expect((await api.request('GET', '/log-level', { key: null })).status).toBe(401);
    expect(levelOf(api)).toBe('ERROR');
  });

  it.each([
    [{}],
    [{ level: 'TRACE' }],
    [{ level: 'DEBUG', minutes: 0 }],
    [{ level: 'DEBUG', minutes: 1441 }],
    [{ level: 'INFO', for: 3 }],
  ])('is not changed by %j', async (body) => {
    expect((await put(body)).status).toBe(400);
    expect(levelOf(api)).toBe('ERROR');
  });

  it('changes at once where it is asked for, and within seconds everywhere; the audit log says by whom', async () => {
    const { status, body } = await put({ level: 'debug', minutes: 5 });
    expect([status, body]).toMatchObject([
      200,
      { level: 'DEBUG', configured: 'ERROR', setBy: 'platform@localhost' },
    ]);
    expect(Date.parse(body.until ?? '') - Date.now()).toBeGreaterThan(200_000);
    expect(levelOf(api)).toBe('DEBUG');
    expect(body.processes.find(({ role }) => role === 'api')?.level).toBe('DEBUG');
    await eventually(async () => levelOf(worker) === 'DEBUG', 10_000);
    await eventually(async () => (await get()).processes.every(({ level }) => level === 'DEBUG'), 15_000);
    expect((await get()).processes.map(({ role }) => role).sort()).toEqual(['api', 'worker']);
    const log = await api.request<{ items: object[] }>('GET', '/audit-log?action=log_level.changed');
    expect(log.body.items).toMatchObject([
      { actor: 'platform@localhost', before: null, after: { level: 'DEBUG' }, targetId: 'all' },
    ]);
  });

  it('is there again after a restart', async () => {
    await worker.close();
    worker = await startWorker();
    expect(levelOf(worker)).toBe('DEBUG');
  });

  it('ends by itself, also in a process that reaches no database meanwhile', async () => {
    await api.database.query("UPDATE log_levels SET until = app_now() + interval '8 seconds'");
    await put({ level: 'DEBUG', minutes: 1 }); // both hear of it anew, then of its end
    await api.database.query("UPDATE log_levels SET until = app_now() + interval '7 seconds'");
    await eventually(async () => levelOf(worker) === 'ERROR' && levelOf(api) === 'ERROR', 30_000);
    expect(await get()).toMatchObject({ level: 'ERROR', until: null });
  });

  it('defaults to an hour', async () => {
    const { body } = await put({ level: 'INFO' });
    expect(Date.parse(body.until ?? '') - Date.now()).toBeGreaterThan(3_500_000);
    expect(levelOf(api)).toBe('INFO');
  });
});
