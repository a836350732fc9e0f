import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { NotificationRuleDefaults } from '../../src/modules/notifications/notification-rule-defaults.service.js';
import { eventually, startTestApp, type TestApp } from '../support/app.js';
import { Notified, notified } from '../support/notifying.js';

jest.setTimeout(60_000);

type Json = Record<string, unknown>;
interface Rule extends Json {
  id: string;
  name: string;
  isDefault: boolean;
}
interface Page<T> {
  items: T[];
  nextCursor: string | null;
}
interface Refused {
  error: string;
  details?: { path: string; message: string }[];
}
const some = (more: Json = {}): Json => ({
  name: 'High findings',
  when: { fact: 'finding.opened', severities: ['high'] },
  channels: 'all',
  ...more,
});

let app: TestApp;
let acme: Notified;
let globex: Notified;
let ops: string;

beforeAll(async () => {
  app = await startTestApp();
  acme = await notified(app, 'acme');
  globex = await notified(app, 'globex');
  ops = await acme.channel('Ops');
}, 90_000);
afterAll(() => app?.close());

const ask = <T = Rule>(method: string, path: string, body?: Json, key = acme.keys.admin) =>
  app.request<T>(method, `/notifications/rules${path}`, { key, ...(body === undefined ? {} : { body }) });
const all = async (key = acme.keys.viewer) =>
  (await ask<Page<Rule>>('GET', '?limit=500', undefined, key)).body.items;
const own = async (key?: string) => (await all(key)).filter((rule) => !rule.isDefault);

describe('a notification rule', () => {
  it('is made, read, replaced and deleted, and the audit log says by whom', async () => {
    const made = await ask('POST', '', some());
    expect([made.status, made.body]).toEqual([
      201,
      expect.objectContaining({
        ...some(),
        ...{ id: expect.stringMatching(/^nrule_[0-9a-f]{32}$/), tenantId: 'acme', description: null },
        ...{ enabled: true, isDefault: false, version: 1, delivery: 'immediate', quietHours: null },
        ...{ repeatAfterMinutes: null, escalation: null, createdBy: 'admin@acme.test' },
      }),
    ]);
    const { id } = made.body;
    expect((await ask('GET', `/${id}`, undefined, acme.keys.viewer)).body).toEqual(made.body);
    const to = some({
      ...{ name: 'Mornings', channels: ['ops'], enabled: false, repeatAfterMinutes: 30 },
      delivery: { digest: 'daily', timeOfDay: '08:00', timezone: 'Europe/Berlin' },
      quietHours: { from: '22:00', to: '07:00', days: ['fri'], timezone: 'Europe/Berlin' },
      escalation: { afterMinutes: 15, channels: [ops] },
    });
    const changed = await ask('PUT', `/${id}`, to);
    expect([changed.status, changed.body]).toEqual([
      200,
      expect.objectContaining({
        ...{ ...to, version: 2, channels: [ops] }, // by id: a channel may get another name
        quietHours: { ...(to['quietHours'] as object), exceptSeverities: ['critical'] },
      }),
    ]);
    expect(await own()).toEqual([changed.body]);
    expect((await ask('DELETE', `/${id}`)).status).toBe(204);
    for (const method of ['GET', 'PUT', 'DELETE'])
      expect((await ask(method, `/${id}`, method === 'PUT' ? some() : undefined)).status).toBe(404);
    const log = await app.request<Page<{ action: string; actor: string; before: Json | null }>>(
      ...(['GET', `/audit-log?targetId=${id}`, { key: acme.keys.admin }] as const),
    );
    expect(log.body.items.map(({ action, actor }) => [action, actor])).toEqual([
      ['notification_rule.deleted', 'admin@acme.test'],
      ['notification_rule.changed', 'admin@acme.test'],
      ['notification_rule.created', 'admin@acme.test'],
    ]);
    expect(log.body.items[1]?.before).toMatchObject({ name: 'High findings', enabled: true });
  });

  it('has a name of its own in its tenant', async () => {
    const first = await ask('POST', '', some());
    const second = await ask('POST', '', some({ name: 'Other' }));
    expect((await ask('POST', '', some())).status).toBe(409);
    expect((await ask('PUT', `/${second.body.id}`, some())).status).toBe(409);
    expect((await ask('PUT', `/${first.body.id}`, some({ enabled: false }))).status).toBe(200);
    for (const { body } of [first, second]) await ask('DELETE', `/${body.id}`);
    const again = await ask('POST', '', some());
    expect(again.status).toBe(201);
    await ask('DELETE', `/${again.body.id}`);
  });

  it('is read by viewers, written by admins alone, and nobody else’s', async () => {
    const { body } = await ask('POST', '', some());
    for (const key of [acme.keys.viewer, acme.keys.operator, acme.keys.approver]) {
      expect((await ask('POST', '', some(), key)).status).toBe(403);
      expect((await ask('PUT', `/${body.id}`, some(), key)).status).toBe(403);
      expect((await ask('DELETE', `/${body.id}`, undefined, key)).status).toBe(403);
      expect((await ask('GET', `/${body.id}`, undefined, key)).status).toBe(200);
    }
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const sent = method === 'PUT' ? some() : undefined;
      expect((await ask(method, `/${body.id}`, sent, globex.keys.admin)).status).toBe(404);
    }
    expect(await own(globex.keys.viewer)).toEqual([]);
    await ask('DELETE', `/${body.id}`);
  });

  it('is listed in pages, by name, state and fact', async () => {
    const made = [];
    for (const name of ['a_%', 'ab', 'B'])
      made.push((await ask('POST', '', some({ name, enabled: name !== 'B' }))).body);
    const names = async (query: string) =>
      (await ask<Page<Rule>>('GET', `?${query}`)).body.items.map(({ name }) => name);
    expect(await names('fact=finding.opened')).toEqual(['B', 'ab', 'a_%', 'Critical finding']);
    expect(await names('enabled=false')).toEqual(['B']);
    expect(await names('name=_%25')).toEqual(['a_%']);
    const first = (await ask<Page<Rule>>('GET', '?limit=2')).body;
    expect(first.items.map(({ name }) => name)).toEqual(['B', 'ab']);
    expect((await names(`limit=1&cursor=${first.nextCursor}`))[0]).toBe('a_%');
    for (const { id } of made) await ask('DELETE', `/${id}`);
  });

  it.each<[what: string, more: Json, paths: string[]]>([
    ['no name', { name: ' ' }, ['name']],
    ['a fact that there is not', { when: { fact: 'finding' } }, ['when.fact']],
    ['a filter of another fact', { when: { fact: 'scan.completed', levels: [1] } }, ['when.levels']],
    [
      'a severity that there is not',
      { when: { fact: 'finding.opened', severities: ['bad'] } },
      ['when.severities.0'],
    ],
    ['channels that there are not', { channels: ['nobody', 'Ops', 'chn_x'] }, ['channels.0', 'channels.2']],
    ['no channel at all', { channels: [] }, ['channels']],
    ['a digest without a kind', { delivery: { timeOfDay: '08:00' } }, ['delivery']],
    [
      'a timezone that there is not',
      { quietHours: { from: '22:00', to: '07:00', timezone: 'CEST' } },
      ['quietHours.timezone'],
    ],
    [
      'times that are none',
      { quietHours: { from: '24:00', to: '7:00' } },
      ['quietHours.from', 'quietHours.to'],
    ],
    ['quiet hours without an end', { quietHours: { from: '22:00', to: '22:00' } }, ['quietHours.to']],
    ['a repetition after nothing', { repeatAfterMinutes: 0 }, ['repeatAfterMinutes']],
    [
      'an escalation to nobody',
      { escalation: { afterMinutes: 5, channels: ['nobody'] } },
      ['escalation.channels.0'],
    ],
    [
      'an escalation of what nobody has to do',
      { when: { fact: 'scan.completed' }, escalation: { afterMinutes: 5, channels: ['Ops'] } },
      ['escalation'],
    ],
    ['a field that there is not', { quiet: true }, ['quiet']],
  ])('is refused with %s, by the name of the field', async (_what, more, paths) => {
    const { status, body } = await ask<Refused>('POST', '', some(more));
    expect([status, body.details?.map(({ path }) => path).sort()]).toEqual([400, paths]);
    expect(await own()).toEqual([]);
  });

  it('is one of 200 at most', async () => {
    await app.database.query(
      `INSERT INTO notification_rules (id, tenant_id, name, enabled, condition, channels, delivery, created_by, saved_by)
       SELECT 'nrule_' || i, 'globex', 'r' || i, false, '{"fact": "patch.approved"}', '"all"', '"immediate"', 'x', 'x'
         FROM generate_series(1, 194) i`,
    );
    const { status, body } = await ask<Refused>('POST', '', some(), globex.keys.admin);
    expect([status, body.error]).toEqual([409, expect.stringContaining('200')]);
    await app.database.query(`DELETE FROM notification_rules WHERE id ~ '^nrule_[0-9]{1,3}$'`);
  });
});

describe('the default rules', () => {
  it('are there from the start, marked, and can be changed', async () => {
    const rules = await all();
    expect(
      rules
        .filter(({ isDefault }) => isDefault)
        .map(({ name }) => name)
        .sort(),
    ).toEqual([
      ...[
        'Approval wanted',
        'Critical finding',
        'Many events fail',
        'Schedule failed',
        'Scheduled scan finished',
      ],
      'Workflow failed',
    ]);
    const one = rules.find(({ name }) => name === 'Workflow failed');
    const to = { name: 'Workflow failed', when: { fact: 'workflow.failed' } };
    const changed = await ask('PUT', `/${one?.id}`, to);
    expect([changed.status, changed.body]).toEqual([
      200,
      expect.objectContaining({ ...to, isDefault: true }),
    ]);
  });

  it('do not come back when they were deleted, and leave their name free', async () => {
    const rule = (await all(globex.keys.viewer)).find(({ name }) => name === 'Approval wanted');
    expect((await ask('DELETE', `/${rule?.id}`, undefined, globex.keys.admin)).status).toBe(204);
    await app.app.get(NotificationRuleDefaults).make('globex');
    expect((await all(globex.keys.viewer)).map(({ name }) => name)).not.toContain('Approval wanted');
    const own = await ask('POST', '', some({ name: 'Approval wanted' }), globex.keys.admin);
    expect(own.status).toBe(201);
    await ask('DELETE', `/${own.body.id}`, undefined, globex.keys.admin);
  });

  it('are given to tenants that are older than they are', async () => {
    await app.database.query(`DELETE FROM notification_rules WHERE tenant_id = 'globex'`);
    await app.app.get(NotificationRuleDefaults).onApplicationBootstrap();
    expect(await all(globex.keys.viewer)).toHaveLength(6);
  });
});

it('a rule is heard of in another process within seconds', async () => {
  const other = await startTestApp({}, [], app.database);
  try {
    const there = new Notified(other, 'acme', acme.keys);
    await there.tell('score.changed'); // the other process knows the rules now
    await there.tell('score.changed');
    const ruleId = await acme.rule({ fact: 'score.changed' }); // in this one
    await eventually(async () => {
      await there.tell('score.changed');
      return (await acme.tellings()).some((telling) => telling.ruleId === ruleId);
    }, 10_000);
  } finally {
    await other.close();
  }
});
