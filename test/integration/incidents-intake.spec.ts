import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { newId } from '../../src/shared/ids.js';
import { eventually, startTestApp, type TestApp } from '../support/app.js';

jest.setTimeout(60_000);

const ACCOUNT = '311122223344';
const BUCKET = 'arn:aws:s3:::incident-bucket';
const QUEUE = `arn:aws:sqs:eu-west-1:${ACCOUNT}:incident-queue`;
const GROUP = `arn:aws:ec2:eu-west-1:${ACCOUNT}:security-group/sg-1`;
const INSTANCE = `arn:aws:ec2:eu-west-1:${ACCOUNT}:instance/i-1`;

interface Shown {
  id: string;
  severity: string;
  status: string;
  response: string;
  reasons: string[];
  resourceArns: string[];
  executionArn: string;
  acknowledgeBy: string;
  createdAt: string;
  entries: { what: string; who: string | null; details: Record<string, unknown> }[];
}
interface Reported {
  incidentId: string;
  executionId: string;
  executionArn: string;
  executionName: string;
  error: string;
  details: { path: string }[];
}

/** What is reported and how it is taken; nothing here asks AWS for anything that would be needed. */
describe('an incident that is reported', () => {
  let app: TestApp;
  let keys: Awaited<ReturnType<TestApp['tenant']>>;
  let other: Awaited<ReturnType<TestApp['tenant']>>;
  beforeAll(async () => {
    app = await startTestApp({ AWS_ENDPOINT_URL: 'http://127.0.0.1:9' });
    [keys, other] = [await app.tenant('acme'), await app.tenant('globex')];
    const account = { accountId: ACCOUNT, roleArn: `arn:aws:iam::${ACCOUNT}:role/Inventory` };
    await app.request('POST', '/accounts', { key: keys.admin, body: account });
    const resources = [
      [BUCKET, 'AWS::S3::Bucket', []],
      [QUEUE, 'AWS::SQS::Queue', []],
      [GROUP, 'AWS::EC2::SecurityGroup', []],
      [INSTANCE, 'AWS::EC2::Instance', [GROUP]],
    ] as const;
    for (const [arn, type, relations] of resources) {
      await app.database.query(
        `INSERT INTO resources (tenant_id, arn, account_id, region, service, type, name, configuration, hash, relations,
                                first_seen_at, last_seen_at, changed_at)
         VALUES ('acme', $1, $2, 'eu-west-1', 's', $3, 'n', '{}', 'x', $4, now(), now(), now())`,
        [arn, ACCOUNT, type, JSON.stringify(relations)],
      );
    }
  });
  afterAll(() => app?.close());

  const finding = async (arn: string, controlId: string, severity: string): Promise<string> => {
    const id = newId('fnd');
    await app.database.query(
      `INSERT INTO findings (id, tenant_id, account_id, region, resource_arn, resource_type, control_id, title, severity,
                             status, evidence, evidence_hash, first_seen_at, last_seen_at, opened_at, last_scan_id)
       VALUES ($1, 'acme', $2, 'eu-west-1', $3, 't', $4, 'a title', $5, 'open', '{}', 'x', now(), now(), now(), 's')
       ON CONFLICT DO NOTHING`,
      [id, ACCOUNT, arn, controlId, severity],
    );
    return id;
  };
  const post = (body: object, key = keys.operator, headers: Record<string, string> = {}) =>
    app.request<Reported>('POST', '/incidents', { body, key, headers });
  const shown = (id: string, key = keys.viewer) =>
    eventually(async () => {
      const { status, body } = await app.request<Shown>('GET', `/incidents/${id}`, { key });
      return status === 200 && body;
    });
  const reported = async (body: object) => {
    const answer = await post(body);
    if (answer.status !== 202) throw new Error(JSON.stringify(answer.body));
    return { ...answer.body, ...(await shown(answer.body.incidentId)) };
  };
  const outputOf = (arn: string) =>
    eventually(async () => {
      const { body } = await app.request<{ result: { status: string; output: Record<string, unknown> } }>(
        ...(['GET', `/workflows/${arn}/status`, { key: keys.viewer }] as const),
      );
      return body.result.status !== 'RUNNING' && body.result.output;
    });

  it('is as bad as its findings and the exposure of what belongs to the resource', async () => {
    const imds = await finding(INSTANCE, 'ec2_instance_imdsv2_enabled', 'high');
    const before = await reported({ incidentType: 'metadata', findingIds: [imds] });
    expect(before).toMatchObject({ severity: 'high', response: 'urgent', resourceArns: [INSTANCE] });
    const ssh = 'ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_22';
    await finding(GROUP, ssh, 'high');
    const after = await reported({ incidentType: 'metadata again', findingIds: [imds] });
    expect(after).toMatchObject({ severity: 'critical', response: 'immediate' });
    expect(after.reasons).toContain(`It can be reached from outside: ${ssh} (${GROUP})`);
    const minutes = (one: Shown) => (Date.parse(one.acknowledgeBy) - Date.parse(one.createdAt)) / 60_000;
    expect([minutes(before), minutes(after)]).toEqual([60, 15]);
  });

  it('joins one about the same while that is not closed, and is a new one after that', async () => {
    const body = { incidentType: 'data-leak', severity: 'medium', resourceArns: [BUCKET] };
    const first = await reported(body);
    const second = await post(body);
    expect(await outputOf(second.body.executionArn)).toMatchObject({
      incident: { incidentId: first.id, joined: true, responds: false },
    });
    expect(await shown(second.body.incidentId)).toMatchObject({ id: first.id });
    const { entries } = await shown(first.id);
    expect(entries.filter(({ what }) => what === 'seen again')).toMatchObject([
      { who: 'operator@acme.test', details: { executionId: second.body.executionId } },
    ]);
    expect((await reported({ ...body, incidentType: 'other' })).id).not.toBe(first.id);
    expect((await reported({ ...body, resourceArns: [BUCKET, QUEUE] })).id).not.toBe(first.id);
    const close = { summary: 'done', outcome: 'resolved' };
    const joined = second.body.incidentId; // it stands for the one that it has joined
    await app.request('POST', `/incidents/${joined}/close`, { key: keys.operator, body: close });
    expect(await outputOf(first.executionArn)).toMatchObject({ acknowledgement: { acknowledged: true } });
    const third = await reported(body);
    expect([third.id === first.id, third.status]).toEqual([false, 'open']);
  });

  it('responds again once somebody wants it contained, and only once', async () => {
    const body = { incidentType: 'to contain', severity: 'critical', resourceArns: [BUCKET] };
    const first = await reported(body);
    const acknowledged = { key: keys.operator, body: {} };
    await app.request('POST', `/incidents/${first.id}/acknowledge`, acknowledged);
    const respondsOf = async (more: object) => {
      const { body: made } = await post({ ...body, ...more });
      const { incident } = (await outputOf(made.executionArn)) as { incident: { responds: boolean } };
      return incident.responds;
    };
    expect(await respondsOf({})).toBe(false);
    expect(await respondsOf({ autoRemediate: true })).toBe(true);
    expect(await respondsOf({ autoRemediate: true })).toBe(false);
    expect(await shown(first.id)).toMatchObject({ autoRemediate: true, severity: 'critical' });
    const { entries } = await shown(first.id);
    expect(entries.filter(({ what }) => what === 'opened')).toHaveLength(1);
  });

  it('of many at once about the same is one', async () => {
    const body = { incidentType: 'storm', severity: 'low', resourceArns: [QUEUE] };
    const all = await Promise.all(Array.from({ length: 8 }, () => post(body)));
    const ids = await Promise.all(all.map(async (one) => (await shown(one.body.incidentId)).id));
    expect(new Set(ids).size).toBe(1);
    const { entries } = await shown(ids[0] ?? '');
    expect(entries.filter(({ what }) => what === 'seen again')).toHaveLength(7);
    expect(entries.filter(({ what }) => what === 'opened')).toHaveLength(1);
  });

  it('that turns out to be worse is responded to anew', async () => {
    const body = { incidentType: 'worse', resourceArns: [BUCKET] };
    const first = await reported({ ...body, severity: 'low' });
    const second = await post({ ...body, severity: 'critical' });
    const raised = await eventually(async () => {
      const now = await shown(first.id);
      return now.entries.some(({ what }) => what === 'raised') && now;
    });
    expect(raised).toMatchObject({ severity: 'critical', response: 'immediate' });
    expect(Date.parse(raised.acknowledgeBy)).toBeLessThan(Date.parse(first.acknowledgeBy));
    // both wait, and one acknowledgement ends both
    await app.request('POST', `/incidents/${first.id}/acknowledge`, { key: keys.operator });
    for (const arn of [first.executionArn, second.body.executionArn])
      expect(await outputOf(arn)).toMatchObject({ acknowledgement: { acknowledged: true } });
  });

  it('is one for one Idempotency-Key, and 409 for another request', async () => {
    const headers = { 'Idempotency-Key': 'pager-4711' };
    const body = { incidentType: 'paged', severity: 'low' };
    const [first, second] = [
      await post(body, keys.operator, headers),
      await post(body, keys.operator, headers),
    ];
    expect([second.status, second.body]).toEqual([202, first.body]);
    expect((await post({ ...body, severity: 'high' }, keys.operator, headers)).status).toBe(409);
    expect((await post(body, other.operator, headers)).body.executionId).not.toBe(first.body.executionId);
  });

  it.each([
    ['no type', {}, ['incidentType']],
    ['findings that there are not', { incidentType: 'x', findingIds: ['fnd_none'] }, ['findingIds.0']],
    ['what is no ARN', { incidentType: 'x', resourceArns: ['bucket'] }, ['resourceArns.0']],
    ['a severity of its own', { incidentType: 'x', severity: 'urgent' }, ['severity']],
  ])('is refused with %s', async (_, body, paths) => {
    const { status, body: answer } = await post(body);
    expect([status, answer.details.map(({ path }) => path)]).toEqual([400, paths]);
  });

  it('is found by what the list can be asked for, and by its own tenant alone', async () => {
    const { id } = await reported({ incidentType: 'listed', severity: 'high', resourceArns: [QUEUE] });
    const list = async (query: string, key = keys.viewer) =>
      (await app.request<{ items: Shown[] }>('GET', `/incidents?${query}`, { key })).body.items.map(
        (one) => one.id,
      );
    const arn = `resourceArn=${encodeURIComponent(QUEUE)}`;
    expect(await list(`incidentType=listed&severity=high&status=open&${arn}`)).toEqual([id]);
    for (const query of [
      'incidentType=listed&severity=low',
      'incidentType=listed&status=closed',
      `incidentType=listed&resourceArn=${BUCKET}`,
    ])
      expect(await list(query)).toEqual([]);
    expect(await list('', other.viewer)).not.toContain(id);
    const { status } = await app.request('GET', `/incidents/${id}`, { key: other.viewer });
    expect(status).toBe(404);
    expect((await post({ incidentType: 'x' }, keys.viewer)).status).toBe(403);
  });
});
