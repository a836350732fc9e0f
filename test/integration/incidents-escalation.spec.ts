import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { SystemClock } from '../../src/shared/clock.js';
import { eventually, startTestApp, type TestApp } from '../support/app.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

jest.setTimeout(90_000);

// A minute takes two seconds: of this process's clock, and of PostgreSQL's.
const SPEED = 30;
const origin = Date.now();
Object.defineProperty(SystemClock.prototype, 'speed', { get: () => SPEED });
SystemClock.prototype.now = () => new Date(origin + (Date.now() - origin) * SPEED);

interface Shown {
  escalationLevel: number;
  status: string;
  acknowledgeBy: string;
  entries: { at: string; what: string; details: { level?: number; acknowledgeBy?: string } }[];
}

describe('an incident that nobody acknowledges', () => {
  let database: TestDatabase;
  let app: TestApp;
  let keys: Awaited<ReturnType<TestApp['tenant']>>;
  beforeAll(async () => {
    database = await createTestDatabase();
    const name = new URL(database.url).pathname.slice(1);
    await database.query(`ALTER DATABASE ${name} SET app.clock_speed = '${SPEED}'`);
    await database.query(`ALTER DATABASE ${name} SET app.clock_origin = '${new Date(origin).toISOString()}'`);
    app = await startTestApp({ AWS_ENDPOINT_URL: 'http://127.0.0.1:9' }, [], database);
    keys = await app.tenant('acme');
  });
  afterAll(async () => {
    await app?.close();
    await database?.drop();
  });

  const report = async (incidentType: string) => {
    const body = {
      incidentType,
      severity: 'high',
      acknowledgeWithinMinutes: 1,
      notificationTargets: ['ops'],
    };
    const answer = await app.request<{ incidentId: string; executionArn: string }>('POST', '/incidents', {
      ...{ key: keys.operator, body },
    });
    return answer.body;
  };
  const shown = async (id: string) =>
    (await app.request<Shown>('GET', `/incidents/${id}`, { key: keys.viewer })).body;
  const acknowledge = (id: string) =>
    app.request('POST', `/incidents/${id}/acknowledge`, { key: keys.operator });
  const ended = (arn: string) =>
    eventually(async () => {
      const { body } = await app.request<{ result: { status: string; output: Record<string, unknown> } }>(
        ...(['GET', `/workflows/${arn}/status`, { key: keys.viewer }] as const),
      );
      return body.result.status !== 'RUNNING' && body.result;
    }, 60_000);
  const levels = ({ entries }: Shown) =>
    entries.filter(({ what }) => what === 'escalated').map(({ details }) => details.level);

  it('is escalated three times, no sooner than was said, and can be acknowledged later', async () => {
    const { incidentId, executionArn } = await report('ignored');
    expect(await ended(executionArn)).toMatchObject({
      status: 'SUCCEEDED',
      output: { escalation: { outcome: 'exhausted', level: 3 } },
    });
    const incident = await shown(incidentId);
    expect(incident).toMatchObject({ status: 'open', escalationLevel: 3 });
    expect(levels(incident)).toEqual([1, 2, 3]);
    expect(incident.entries.at(-1)?.what).toBe('nobody answered');
    // each not before the time that was said when people were told before
    const told = incident.entries.filter(({ what }) =>
      ['responded', 'escalated', 'nobody answered'].includes(what),
    );
    expect(told).toHaveLength(5);
    for (const [i, { at }] of told.slice(1).entries())
      expect(Date.parse(at)).toBeGreaterThanOrEqual(Date.parse(told[i]?.details.acknowledgeBy ?? ''));
    expect((await acknowledge(incidentId)).status).toBe(200);
  });

  it('is not escalated any more once somebody has', async () => {
    const { incidentId, executionArn } = await report('late');
    await eventually(async () => (await shown(incidentId)).escalationLevel === 1);
    await acknowledge(incidentId);
    expect(await ended(executionArn)).toMatchObject({
      status: 'SUCCEEDED',
      output: { acknowledgement: { acknowledged: true, by: 'operator@acme.test' } },
    });
    expect(levels(await shown(incidentId))).toEqual([1]);
  });
});
