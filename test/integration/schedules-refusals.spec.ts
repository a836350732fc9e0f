import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  someSchedule,
  startScheduleApp,
  TENANT,
  type Json,
  type Schedule,
  type ScheduleApp,
} from '../support/schedules.js';

let test: ScheduleApp;
let other: string;
beforeAll(async () => {
  test = await startScheduleApp({ real: true });
  other = (await test.app.tenant('globex')).admin;
});
afterAll(() => test.app.close());

interface Problems {
  details: { path: string; message: string }[];
}
const post = (body: Json) =>
  test.ask<Schedule & Problems>('POST', '/schedules', { ...someSchedule, ...body });
const put = (id: string, body: Json) => test.ask<Schedule & Problems>('PUT', `/schedules/${id}`, body);
const pathsOf = ({ details }: Problems) => details.map(({ path }) => path);

describe('a schedule whose workflow does not exist yet', () => {
  const target = { type: 'step-functions', stateMachineName: 'AnnualReviewWorkflow' };

  it('is made, off, with the reason, and cannot be switched on or run', async () => {
    const made = await post({ target });
    expect(made).toMatchObject({ status: 201, body: { status: 'DISABLED', nextRunAt: null } });
    expect(made.body.disabledReason).toContain('AnnualReviewWorkflow');
    const { scheduleId } = made.body;
    for (const answer of [
      await put(scheduleId, { enabled: true }),
      await test.ask('POST', `/schedules/${scheduleId}/run-now`, {}),
      await test.ask('POST', `/schedules/${scheduleId}/backfill`, {
        from: '2026-01-01T00:00:00Z',
        to: '2026-01-02T00:00:00Z',
      }),
    ]) {
      expect(answer.status).toBe(409);
      expect(String(answer.body['error'])).toContain('AnnualReviewWorkflow');
    }
    expect(await put(scheduleId, { description: 'kept' })).toMatchObject({
      status: 200,
      body: { status: 'DISABLED', disabledReason: made.body.disabledReason },
    });
  });

  it('can be switched on with a workflow that is there, and then has no reason to be off', async () => {
    const { scheduleId } = (await post({ target })).body;
    const change = { enabled: true, target: someSchedule.target };
    expect(await put(scheduleId, change)).toMatchObject({
      status: 200,
      body: { status: 'ENABLED', disabledReason: null, nextRunAt: '2199-01-01T00:00:00.000Z' },
    });
    expect((await put(scheduleId, { target })).status).toBe(409);
  });

  it('has no reason of a target that it does not have any more', async () => {
    const { scheduleId } = (await post({ target })).body;
    const { body } = await put(scheduleId, { target: someSchedule.target });
    expect(body).toMatchObject({ status: 'DISABLED', disabledReason: null });
  });
});

describe('clientToken', () => {
  it('makes one schedule of one request, and refuses another request', async () => {
    const body = { clientToken: 'token-1', description: 'once' };
    const [one, two] = await Promise.all([post(body), post(body)]);
    expect([one.status, two.status, one.body.scheduleId]).toEqual([201, 201, two.body.scheduleId]);
    const different = await post({ ...body, description: 'twice' });
    expect(different.status).toBe(409);
    expect(JSON.stringify(different.body)).toContain(one.body.scheduleId);
    const elsewhere = await test.ask<Schedule>('POST', '/schedules', { ...someSchedule, ...body }, other);
    expect(elsewhere.status).toBe(201);
    expect(elsewhere.body.scheduleId).not.toBe(one.body.scheduleId);
  });

  it('knows the same request whatever the order of its names', async () => {
    const made = await post({
      clientToken: 'token-3',
      enabled: false,
      parameters: { a: { x: 1, y: [2, 3] }, b: '4' },
    });
    const again = await post({
      parameters: { b: '4', a: { y: [2, 3], x: 1 } },
      enabled: false,
      clientToken: 'token-3',
    });
    expect([again.status, again.body.scheduleId]).toEqual([201, made.body.scheduleId]);
    const other = await post({
      clientToken: 'token-3',
      enabled: false,
      parameters: { a: { x: 1, y: [3, 2] }, b: '4' },
    });
    expect(other.status).toBe(409);
  });

  it('is free again once its schedule is deleted', async () => {
    const { scheduleId } = (await post({ clientToken: 'token-2' })).body;
    await test.ask('DELETE', `/schedules/${scheduleId}`);
    const again = await post({ clientToken: 'token-2' });
    expect(again.status).toBe(201);
    expect(again.body.scheduleId).not.toBe(scheduleId);
  });
});

describe('targets outside', () => {
  it.each([
    [{ type: 'sns', topicArn: 'arn:aws:sns:eu-west-1:999999999999:alerts' }, 'target.topicArn'],
    [
      { type: 'lambda', functionName: 'arn:aws:lambda:eu-west-1:999999999999:function:report' },
      'target.functionName',
    ],
    [{ type: 'lambda', functionName: 'report' }, 'target.functionName'],
  ])('need an account that is registered: %j', async (target, path) => {
    const refused = await post({ target });
    expect([refused.status, pathsOf(refused.body)]).toEqual([400, [path]]);
    const { scheduleId } = await test.create();
    expect((await put(scheduleId, { target })).status).toBe(400);
  });

  it('of an account of another tenant are refused too, and for that tenant as long as it is not verified', async () => {
    const account = { accountId: '211122223333', roleArn: 'arn:aws:iam::211122223333:role/Inventory' };
    expect((await test.ask('POST', '/accounts', account, other)).status).toBe(201);
    const target = { type: 'sns', topicArn: 'arn:aws:sns:eu-west-1:211122223333:alerts' };
    expect((await post({ target })).status).toBe(400);
    const own = await test.ask<Schedule>('POST', '/schedules', { ...someSchedule, target }, other);
    expect([own.status, JSON.stringify(own.body)]).toEqual([400, expect.stringContaining('/verify')]);
  });
});

describe('keys', () => {
  it('of another tenant see nothing and change nothing', async () => {
    const { scheduleId } = await test.create();
    for (const [method, path, body] of [
      ['GET', '', undefined],
      ['PUT', '', { description: 'mine' }],
      ['DELETE', '', undefined],
      ['POST', '/run-now', {}],
      ['GET', '/runs', undefined],
    ] as const) {
      expect((await test.ask(method, `/schedules/${scheduleId}${path}`, body, other)).status).toBe(404);
    }
    expect((await test.ask('GET', `/schedules?tenantId=${TENANT}`, undefined, other)).status).toBe(403);
    expect((await test.get(scheduleId)).description).toBeNull();
  });

  it('of a viewer read and do not write', async () => {
    const { viewer } = test.keys;
    const { scheduleId } = await test.create();
    expect((await test.ask('GET', `/schedules/${scheduleId}`, undefined, viewer)).status).toBe(200);
    for (const [method, path] of [
      ['POST', '/schedules'],
      ['PUT', `/schedules/${scheduleId}`],
      ['DELETE', `/schedules/${scheduleId}`],
      ['POST', `/schedules/${scheduleId}/run-now`],
    ] as const) {
      const body = method === 'DELETE' ? undefined : method === 'PUT' ? {} : someSchedule;
      expect((await test.ask(method, path, body, viewer)).status).toBe(403);
    }
  });
});
