import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { TestWorkflowsModule, workflowClient } from '../support/workflows.js';

let app: TestApp;
let keys: Awaited<ReturnType<TestApp['tenant']>>;
let others: typeof keys;
let acme: ReturnType<typeof workflowClient>;
let globex: typeof acme;
beforeAll(async () => {
  app = await startTestApp({}, [TestWorkflowsModule]);
  keys = await app.tenant('acme');
  others = await app.tenant('globex');
  acme = workflowClient(app, keys.admin);
  globex = workflowClient(app, others.admin);
});
afterAll(() => app.close());

interface Shown {
  workflowType: string;
  stateMachineName: string;
  version: string;
  revision: number | null;
  revisions: { revision: number; savedBy: string; savedAt: string }[];
  definition: Record<string, unknown>;
  drawing: string;
  requiredParameters: string[];
}
type Refused = Record<string, unknown> & { details: { path: string; message: string }[] };

const says = (text: string) => ({
  StartAt: 'Say',
  States: { Say: { Type: 'Pass', Result: { said: text }, End: true } },
});
const body = (definition: unknown, rest: object = {}) => ({
  ...{
    name: 'Own',
    description: 'of a test',
    definition,
    requiredParameters: ['who'],
    optionalParameters: ['why'],
  },
  ...rest,
});
const save = (type: string, given: object, client = acme) =>
  client.ask<Shown>('PUT', `/definitions/${type}`, given);
const refused = async (type: string, given: object) => {
  const { status, body: answer } = await save(type, given);
  return { status, ...(answer as unknown as Refused) };
};

describe('GET /workflows/definitions', () => {
  it('lists what comes with the service as specs/2 prints it', async () => {
    const answer = await acme.ask<Record<string, unknown>[]>('GET', '/definitions');
    expect(Object.keys(answer.body)).toEqual(['success', 'correlationId', 'result']);
    expect(answer.body).toMatchObject({
      success: true,
      correlationId: answer.headers.get('x-correlation-id'),
    });
    const scan = answer.body.result.find(({ workflowType }) => workflowType === 'compliance-scan');
    expect(scan).toEqual({
      workflowType: 'compliance-scan',
      name: 'Compliance Environment Scan',
      description: 'Comprehensive scan of AWS environment for compliance violations',
      version: '1.0.0',
      stateMachineName: 'ComplianceScanWorkflow',
      requiredParameters: ['tenantId'],
      optionalParameters: expect.arrayContaining([
        'regions',
        'services',
        'scanType',
        'notificationTargets',
      ]) as unknown,
      estimatedDuration: '10-30 minutes',
    });
  });

  it("has a tenant's own behind them, and nobody else's", async () => {
    await save('listed-one', body(says('x')));
    const typesOf = async (client: typeof acme) =>
      (await client.ask<Shown[]>('GET', '/definitions')).body.result.map(({ workflowType }) => workflowType);
    expect(await typesOf(acme)).toContain('listed-one');
    expect(await typesOf(globex)).not.toContain('listed-one');
    expect((await globex.ask('GET', '/definitions/listed-one')).status).toBe(404);
  });

  it('shows one of the service with its definition and a drawing', async () => {
    const { result } = (await acme.ask<Shown>('GET', '/definitions/compliance-scan')).body;
    expect(result).toMatchObject({
      revision: null,
      revisions: [],
      definition: { StartAt: expect.any(String) },
    });
    expect(result.drawing).toMatch(/^flowchart TD\n/);
    expect((await acme.ask('GET', '/definitions/no-such')).status).toBe(404);
  });
});

describe('PUT /workflows/definitions/{type}', () => {
  it('saves revisions, and none where nothing has changed', async () => {
    const first = await save('my-check', body(says('one')));
    expect([first.status, first.body.result]).toMatchObject([
      200,
      {
        ...{ workflowType: 'my-check', stateMachineName: 'MyCheckWorkflow', version: '1.0.0', revision: 1 },
        ...{ requiredParameters: ['tenantId', 'who'], definition: says('one') },
        revisions: [{ revision: 1, savedBy: 'admin@acme.test' }],
      },
    ]);
    expect(first.body.result.drawing).toContain('Say');
    // as text, with other blanks: the same
    const again = await save('my-check', body(JSON.stringify(says('one'), null, 4)));
    expect(again.body.result.revision).toBe(1);
    for (const changed of [
      body(says('two')),
      body(says('two'), { name: 'New' }),
      body(says('two'), { name: 'New', optionalParameters: [] }),
    ])
      await save('my-check', changed);
    const { result } = (await acme.ask<Shown>('GET', '/definitions/my-check')).body;
    expect(result).toMatchObject({ revision: 4, version: '4.0.0', definition: says('two') });
    expect(result.revisions.map(({ revision }) => revision)).toEqual([4, 3, 2, 1]);
  });

  it('saves one revision after the other when many save at once', async () => {
    await Promise.all(Array.from({ length: 8 }, (_, n) => save('raced', body(says(`n${n}`)))));
    const { result } = (await acme.ask<Shown>('GET', '/definitions/raced')).body;
    expect(result.revisions.map(({ revision }) => revision)).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
  });

  it('names each problem by its place', async () => {
    const definition = {
      StartAt: 'A',
      States: { A: { Type: 'Pass', Next: 'Gone' }, B: { Type: 'Wait', Seconds: -1, End: true } },
    };
    const answer = await refused('bad', body(definition));
    expect(answer).toMatchObject({ status: 400, success: false, error_type: 'INVALID' });
    expect(answer.details.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['definition/States/A/Next', 'definition/States/B/Seconds']),
    );
    expect((await refused('bad', body('{"StartAt":'))).details).toMatchObject([
      { path: 'definition', message: expect.stringContaining('INVALID_JSON_DESCRIPTION') as unknown },
    ]);
    expect((await acme.ask('GET', '/definitions/bad')).status).toBe(404);
  });

  it('refuses names that no row can hold, and parameters that are both', async () => {
    const nul = { StartAt: 'a\u0000', States: { 'a\u0000': { Type: 'Succeed' } } };
    expect((await refused('bad', body(nul))).details[0]).toMatchObject({ path: 'definition/StartAt' });
    const both = body(says('x'), { optionalParameters: ['why', 'who'] });
    expect((await refused('bad', both)).details).toMatchObject([{ path: 'optionalParameters.1' }]);
  });

  it.each(['compliance-scan', 'remediation', 'patch-approval'])('leaves %s to the service', async (type) => {
    expect(await refused(type, body(says('x')))).toMatchObject({ status: 409, error_type: 'CONFLICT' });
  });

  it.each(['Big', 'a_b', 'a--b', '-a', '1a', 'a-1', 'null', 'constructor', 'a'.repeat(65)])(
    'takes no workflow of the name %s',
    async (type) => {
      expect(await refused(type, body(says('x')))).toMatchObject({
        status: 400,
        details: [{ path: 'workflowType' }],
      });
    },
  );

  it('takes 1 MB, and deep ones, and says where the limits are', async () => {
    const padded = (bytes: number) => ({ ...says('x'), Comment: 'x'.repeat(bytes) });
    expect((await save('large', body(padded(1_000_000)))).status).toBe(200);
    expect((await save('large', body(JSON.stringify(padded(1_000_000))))).body.result.revision).toBe(1);
    expect(await refused('large', body(padded(1_100_000)))).toMatchObject({
      status: 400,
      details: [{ path: 'definition' }],
    });
    expect(await refused('large', body(padded(1_600_000)))).toMatchObject({
      status: 413,
      error: 'The body is larger than 1.5 MB',
    });
    const nested = (depth: number): object =>
      depth === 0
        ? says('x')
        : {
            StartAt: `M${depth}`,
            States: { [`M${depth}`]: { Type: 'Map', ItemProcessor: nested(depth - 1), End: true } },
          };
    expect((await save('deep', body(nested(50)))).status).toBe(200);
    expect(await refused('deep', body(nested(200)))).toMatchObject({
      status: 400,
      details: [{ path: 'definition', message: expect.stringContaining('500 arrays and objects') }],
    });
    const endless = `{"definition":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)},"name":"x"}`;
    const answer = await app.request<Refused>('PUT', '/workflows/definitions/deep', {
      key: keys.admin,
      body: endless,
    });
    expect([answer.status, answer.body.details]).toEqual([
      400,
      [{ path: 'definition', message: 'is nested deeper than 1000 levels' }],
    ]);
  });

  it('is for admins, and is in the audit log', async () => {
    const answer = await app.request('PUT', '/workflows/definitions/secret-one', {
      key: keys.operator,
      body: body(says('x')),
    });
    expect(answer.status).toBe(403);
    await save('audited', body(says('x')));
    await save('audited', body(says('y')));
    const log = await app.request<{ items: Record<string, unknown>[] }>('GET', '/audit-log?limit=50', {
      key: keys.admin,
    });
    expect(log.body.items.filter(({ targetId }) => targetId === 'audited')).toMatchObject([
      {
        action: 'workflow-definition.saved',
        actor: 'admin@acme.test',
        before: { revision: 1 },
        after: { revision: 2 },
      },
      {
        action: 'workflow-definition.saved',
        after: { revision: 1, definitionSha256: expect.any(String) as unknown },
      },
    ]);
  });
});

describe('POST /workflows/definitions/validate', () => {
  const validate = (definition: unknown, key = keys.viewer) =>
    app.request<{
      result: { valid: boolean; problems: { pointer: string; code: string }[]; drawing?: string };
    }>('POST', '/workflows/definitions/validate', { key, body: { definition } });

  it('draws what is right, and saves nothing', async () => {
    const { status, body: answer } = await validate(says('x'));
    expect([status, answer.result]).toMatchObject([
      200,
      { valid: true, problems: [], drawing: expect.stringContaining('Say') },
    ]);
  });

  it('says what is wrong', async () => {
    const { status, body: answer } = await validate({ StartAt: 'A', States: { A: { Type: 'Pass' } } });
    expect([status, answer.result]).toMatchObject([
      200,
      { valid: false, problems: [{ pointer: '/States/A' }, { code: 'MISSING_END_STATE' }] },
    ]);
    expect((await validate('{')).body.result).toMatchObject({
      valid: false,
      problems: [{ code: 'INVALID_JSON_DESCRIPTION' }],
    });
  });
});
