import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defaultRules } from '../../src/modules/events/domain/event-rule-defaults.js';
import { RuleDefaults } from '../../src/modules/events/rule-defaults.service.js';
import { eventually, startTestApp, type TestApp } from '../support/app.js';

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
  name: 'Root signed in',
  pattern: { source: ['aws.signin'], detail: { userIdentity: { type: ['Root'] } } },
  action: { type: 'notify', targets: ['sec@acme.test'] },
  ...more,
});

let app: TestApp;
let keys: Awaited<ReturnType<TestApp['tenant']>>;
let globex: Awaited<ReturnType<TestApp['tenant']>>;

beforeAll(async () => {
  app = await startTestApp();
  keys = await app.tenant('acme');
  globex = await app.tenant('globex');
}, 60_000);
afterAll(() => app?.close());

const ask = <T = Rule>(method: string, path: string, body?: Json, key = keys.admin) =>
  app.request<T>(method, `/events/rules${path}`, { key, ...(body === undefined ? {} : { body }) });
const own = async (key = keys.viewer) =>
  (await ask<Page<Rule>>('GET', '?limit=500', undefined, key)).body.items.filter((rule) => !rule.isDefault);

describe('an event rule', () => {
  it('is made, read, replaced and deleted, and the audit log says by whom', async () => {
    const made = await ask('POST', '', some());
    expect([made.status, made.body]).toEqual([
      201,
      expect.objectContaining({
        ...some(),
        ...{ id: expect.stringMatching(/^rule_[0-9a-f]{32}$/), tenantId: 'acme', description: null },
        ...{ enabled: true, isDefault: false, version: 1, lastRun: null },
        ...{ createdBy: 'admin@acme.test', savedBy: 'admin@acme.test' },
      }),
    ]);
    const { id } = made.body;
    expect((await ask('GET', `/${id}`, undefined, keys.viewer)).body).toEqual(made.body);
    const to = some({ name: 'Root', enabled: false, action: { type: 'scan-resource' }, description: 'x' });
    const changed = await ask('PUT', `/${id}`, to);
    expect([changed.status, changed.body]).toEqual([200, expect.objectContaining({ ...to, version: 2 })]);
    expect(await own()).toEqual([changed.body]);
    expect((await ask('DELETE', `/${id}`)).status).toBe(204);
    expect((await ask('GET', `/${id}`)).status).toBe(404);
    expect((await ask('PUT', `/${id}`, some())).status).toBe(404);
    expect((await ask('DELETE', `/${id}`)).status).toBe(404);
    const log = await app.request<Page<{ action: string; actor: string; before: Json | null }>>(
      'GET',
      `/audit-log?targetId=${id}`,
      { key: keys.admin },
    );
    expect(log.body.items.map(({ action, actor }) => [action, actor])).toEqual([
      ['event_rule.deleted', 'admin@acme.test'],
      ['event_rule.changed', 'admin@acme.test'],
      ['event_rule.created', 'admin@acme.test'],
    ]);
    expect(log.body.items[1]?.before).toMatchObject({ name: 'Root signed in', enabled: true });
  });

  it('has a name of its own in its tenant', async () => {
    const first = await ask('POST', '', some());
    const second = await ask('POST', '', some({ name: 'Other' }));
    expect((await ask('POST', '', some())).status).toBe(409);
    expect((await ask('PUT', `/${second.body.id}`, some())).status).toBe(409);
    expect((await ask('PUT', `/${first.body.id}`, some({ enabled: false }))).status).toBe(200);
    for (const { body } of [first, second]) await ask('DELETE', `/${body.id}`);
  });

  it('is read by viewers, and written by admins alone', async () => {
    for (const key of [keys.viewer, keys.operator, keys.approver]) {
      expect((await ask('POST', '', some(), key)).status).toBe(403);
      expect((await ask('PUT', '/x', some(), key)).status).toBe(403);
      expect((await ask('DELETE', '/x', undefined, key)).status).toBe(403);
      expect((await ask('GET', '', undefined, key)).status).toBe(200);
    }
  });

  it('is nobody else’s', async () => {
    const { body } = await ask('POST', '', some());
    for (const [method, path, sent] of [
      ['GET', `/${body.id}`, undefined],
      ['GET', `/${body.id}/runs`, undefined],
      ['PUT', `/${body.id}`, some()],
      ['DELETE', `/${body.id}`, undefined],
      ['POST', '/test', { ruleId: body.id, event: {} }],
    ] as const) {
      expect([path, (await ask(method, path, sent, globex.admin)).status]).toEqual([path, 404]);
    }
    expect(await own(globex.viewer)).toEqual([]);
    const there = await ask('POST', '', some(), globex.admin); // the name is free there
    expect(there.status).toBe(201);
    await ask('DELETE', `/${body.id}`);
  });

  it('is listed in pages, by name, state and action', async () => {
    const made = [];
    for (const name of ['a_%', 'ab', 'B'])
      made.push((await ask('POST', '', some({ name, enabled: name !== 'B' }))).body);
    const names = async (query: string) =>
      (await ask<Page<Rule>>('GET', `?action=notify&${query}`)).body.items.map(({ name }) => name);
    expect(await names('')).toEqual(['B', 'ab', 'a_%']);
    expect(await names('enabled=false')).toEqual(['B']);
    expect(await names('name=B')).toEqual(['B', 'ab']);
    expect(await names('name=_%25')).toEqual(['a_%']);
    const first = (await ask<Page<Rule>>('GET', '?action=notify&limit=2')).body;
    expect(first.items.map(({ name }) => name)).toEqual(['B', 'ab']);
    expect(await names(`limit=2&cursor=${first.nextCursor}`)).toEqual(['a_%']);
    expect((await ask('GET', '?enabled=maybe')).status).toBe(400);
    for (const { id } of made) await ask('DELETE', `/${id}`);
  });

  it.each<[what: string, more: Json, paths: string[]]>([
    ['no name', { name: ' ' }, ['name']],
    ['a pattern of text', { pattern: 'x' }, ['pattern']],
    ['an empty pattern', { pattern: {} }, ['pattern']],
    [
      'a pattern with several mistakes',
      { pattern: { source: 'x', detail: { a: [{ prefix: 1 }], b: [] } } },
      ['pattern.source', 'pattern.detail.a.0.prefix', 'pattern.detail.b'],
    ],
    ['a pattern that is too long', { pattern: { source: ['x'.repeat(4096)] } }, ['pattern']],
    ['an unknown action', { action: { type: 'reboot' } }, ['action.type']],
    ['an unknown field', { action: { type: 'notify', to: 'x' } }, ['action.to']],
    ['no workflow', { action: { type: 'workflow' } }, ['action.workflowType']],
    [
      'an unknown workflow',
      { action: { type: 'workflow', workflowType: 'nothing' } },
      ['action.workflowType'],
    ],
    [
      'an unknown state machine',
      { action: { type: 'workflow', stateMachineName: 'Nothing' } },
      ['action.stateMachineName'],
    ],
    [
      'bad parameters',
      { action: { type: 'workflow', workflowType: 'compliance-scan', parameters: { scanType: 'x', y: 1 } } },
      ['action.parameters.scanType', 'action.parameters.y'],
    ],
    [
      'a path that is none',
      { action: { type: 'workflow', workflowType: 'compliance-scan', inputPaths: { regions: 'detail.x' } } },
      ['action.inputPaths.regions'],
    ],
    ['a scan of nowhere', { action: { type: 'scan', regions: ['moon'] } }, ['action.regions.0']],
    [
      "another account's function",
      { action: { type: 'lambda', functionName: 'arn:aws:lambda:eu-west-1:123456789012:function:x' } },
      ['action.functionName'],
    ],
    [
      "another account's topic",
      { action: { type: 'sns', topicArn: 'arn:aws:sns:eu-west-1:123456789012:x' } },
      ['action.topicArn'],
    ],
    ['no topic', { action: { type: 'sns', topicArn: 'x' } }, ['action.topicArn']],
  ])('is refused with %s', async (_what, more, paths) => {
    const { status, body } = await ask<Refused>('POST', '', some(more));
    expect([status, body.details?.map(({ path }) => path)]).toEqual([400, paths]);
    expect(await own()).toEqual([]);
  });

  it('may leave parameters to the event', async () => {
    const action = {
      ...{ type: 'workflow', workflowType: 'compliance-scan', parameters: { scanType: 'targeted' } },
      inputPaths: { frameworks: '$.detail.frameworks[]' },
    };
    const { status, body } = await ask('POST', '', some({ action }));
    expect([status, body['action']]).toEqual([201, action]);
    await ask('DELETE', `/${body.id}`);
  });
});

describe('POST /events/rules/test', () => {
  const test = async (body: Json) => (await ask<Json>('POST', '/test', body, keys.viewer)).body;
  const event = { source: 'aws.s3', detail: { size: 5 } };

  it('tells whether an event matches a pattern, or a rule', async () => {
    const pattern = { source: [{ prefix: 'aws.' }], detail: { size: [{ numeric: ['>', 4] }] } };
    expect(await test({ pattern, event })).toEqual({ matches: true });
    expect(await test({ pattern, event: { ...event, detail: { size: 4 } } })).toEqual({ matches: false });
    const { body } = await ask('POST', '', some({ pattern }));
    expect(await test({ ruleId: body.id, event })).toEqual({ matches: true });
    await ask('DELETE', `/${body.id}`);
    expect((await ask('POST', '/test', { ruleId: body.id, event })).status).toBe(404);
  });

  it('tells what is wrong with a pattern', async () => {
    expect(await test({ pattern: { source: [{ like: 'x' }], detail: [] }, event })).toEqual({
      matches: false,
      problems: [
        { path: 'pattern.source.0', message: expect.stringContaining('no operator "like"') },
        { path: 'pattern.detail', message: 'must not be empty' },
      ],
    });
    expect(await test({ pattern: ['x'], event })).toMatchObject({ problems: [{ path: 'pattern' }] });
  });

  it('wants a pattern or a rule, and an event', async () => {
    const refused = async (body: Json) =>
      (await ask<Refused>('POST', '/test', body)).body.details?.map(({ path }) => path);
    expect(await refused({ event })).toEqual(['pattern']);
    expect(await refused({ event, pattern: {}, ruleId: 'x' })).toEqual(['pattern']);
    expect(await refused({ pattern: {} })).toEqual(['event']);
  });
});

describe('the default rules', () => {
  const defaults = async () => {
    const { items } = (await ask<Page<Rule>>('GET', '?limit=500')).body;
    return items.filter(({ isDefault }) => isDefault);
  };

  it('are there for a new tenant, switched on, each with a pattern that can be saved', async () => {
    const found = await eventually(async () => {
      const rules = await defaults();
      return rules.length === defaultRules.length && rules;
    });
    expect(found.map(({ name }) => name).sort()).toEqual(defaultRules.map(({ name }) => name).sort());
    for (const rule of found) {
      expect(rule).toMatchObject({ enabled: true, action: { type: 'scan-resource' } });
      const { name, description, pattern, action } = rule;
      expect((await ask('PUT', `/${rule.id}`, { name, description, pattern, action })).status).toBe(200);
    }
    expect((await defaults()).length).toBe(defaultRules.length);
  });

  it('do not come back once they are deleted, and are not made twice', async () => {
    const [gone] = await defaults();
    if (gone === undefined) throw new Error('there are none');
    expect((await ask('DELETE', `/${gone.id}`)).status).toBe(204);
    const service = app.app.get(RuleDefaults, { strict: false });
    await service.make('acme');
    await service.onApplicationBootstrap();
    const left = await defaults();
    expect(left.length).toBe(defaultRules.length - 1);
    expect(left.map(({ id }) => id)).not.toContain(gone.id);
    expect((await ask('GET', `/${gone.id}`)).status).toBe(404);
    const again = await ask('POST', '', some({ name: gone.name })); // its name is free
    expect(again.status).toBe(201);
    await ask('DELETE', `/${again.body.id}`);
  });

  const call = (service: string, eventName: string, more: Json = {}) => ({
    ...{ source: `aws.${service}`, 'detail-type': 'AWS API Call via CloudTrail' },
    detail: { eventSource: `${service}.amazonaws.com`, eventName, ...more },
  });
  it.each<[key: string, event: Json]>([
    ['s3-bucket-created', call('s3', 'CreateBucket')],
    ['s3-bucket-policy-changed', call('s3', 'DeleteBucketPolicy')],
    ['s3-bucket-encryption-changed', call('s3', 'PutBucketEncryption')],
    ['iam-user-created', call('iam', 'CreateUser')],
    ['iam-role-created', call('iam', 'CreateRole')],
    ['iam-policy-changed', call('iam', 'AttachRolePolicy')],
    ['iam-policy-changed', call('iam', 'CreatePolicy')],
    ['security-group-rule-changed', call('ec2', 'AuthorizeSecurityGroupIngress')],
    ['vpc-created', call('ec2', 'CreateVpc')],
    [
      'ec2-instance-state-change',
      {
        ...{ source: 'aws.ec2', 'detail-type': 'EC2 Instance State-change Notification' },
        detail: { 'instance-id': 'i-1', state: 'running' },
      },
    ],
  ])('%s is what matches its event, and no other does', async (key, event) => {
    const matching = [];
    for (const rule of defaultRules) {
      const { body } = await ask<Json>('POST', '/test', { pattern: rule.pattern, event });
      if (body['matches'] === true) matching.push(rule.key);
    }
    expect(matching).toEqual([key]);
  });

  it('leave calls alone that failed', async () => {
    const { pattern } = defaultRules[0] ?? {};
    const event = call('s3', 'CreateBucket', { errorCode: 'AccessDenied' });
    expect((await ask('POST', '/test', { pattern, event })).body).toEqual({ matches: false });
  });
});
