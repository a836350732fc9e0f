import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/app.js';
import {
  complianceAccount,
  ENCRYPTED_QUEUE,
  PUBLIC_QUEUE,
  type ComplianceAccount,
} from './compliance-account.js';
import { startScanApp, type ScanApp } from './scan-app.js';
import { type Assessment, type Counts, type Page } from './scan-client.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no account to scan: the runner reports these as skipped. */
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

interface Mute {
  id: string;
  reason: string;
  expiresAt: string | null;
  isExpired: boolean;
  createdBy: string;
}
interface Refusal {
  details?: { path: string }[];
}

/** What of the queues of the team `data` is not encrypted: one of them. */
const DATA = [{ controlId: ENCRYPTED_QUEUE, tag: { key: 'Team', value: 'data' } }];
const SECONDS = 5000;

withEmulator('mutes (needs MOTO_URL)', () => {
  let on: ScanApp;
  let there: ComplianceAccount;

  beforeAll(async () => {
    on = await startScanApp(MOTO_URL ?? '', {}, [], { services: ['sqs', 'sns'] });
    there = await complianceAccount(on.account);
    await on.asAdmin.must('POST', '/frameworks', {
      ...{ id: 'queues', name: 'Queues', version: '1', description: 'Of these specs' },
      requirements: [{ id: '1', title: 'Queues', section: 'All', controls: [ENCRYPTED_QUEUE] }],
    });
    expect((await on.scan()).status).toBe('completed');
  }, 60_000);
  afterAll(async () => {
    there?.close();
    await on?.close();
  });

  const create = (body: object) => on.asAdmin.must<Mute>('POST', '/mutes', { reason: 'a demo', ...body });
  const remove = (id: string) => on.asAdmin.must('DELETE', `/mutes/${id}`);
  const mutedOf = async (arn: string) => (await on.finding(arn, ENCRYPTED_QUEUE)).muted?.muteId ?? null;
  const muted = (arn: string, muteId: string | null) =>
    eventually(async () => (await mutedOf(arn)) === muteId, SECONDS);
  const verdictOn = async (arn: string) => {
    const [one] = await on.verdicts(`&controlId=${ENCRYPTED_QUEUE}&resourceArn=${arn}`);
    return [one?.verdict, one?.mutedBy];
  };
  const counts = async (): Promise<Partial<Counts>> => {
    const { counts: all } = await on.get<Assessment>('/frameworks/queues/assessment');
    return { pass: all.pass, fail: all.fail, muted: all.muted };
  };

  it('can be tried before: which open findings they fit', async () => {
    const test = await on.must<{ matches: number; sample: object[] }>('POST', '/mutes/test', {
      ...{ rules: DATA, reason: 'a demo' },
    });
    expect(test).toMatchObject({
      matches: 1,
      sample: [{ controlId: ENCRYPTED_QUEUE, resourceArn: there.plain }],
    });
    expect(await mutedOf(there.plain)).toBeNull();
  });

  it('mute open findings within seconds; the verdict stays a fail, and is counted as muted after the next scan', async () => {
    expect(await counts()).toEqual({ pass: 1, fail: 3, muted: 0 });
    const mute = await create({ rules: DATA });
    expect(mute).toMatchObject({ createdBy: 'admin@acme.test', expiresAt: null, isExpired: false });
    await muted(there.plain, mute.id);
    expect([await mutedOf(there.other), await mutedOf(there.abroad)]).toEqual([null, null]);
    expect(await verdictOn(there.plain)).toEqual(['fail', mute.id]);
    expect(await verdictOn(there.other)).toEqual(['fail', null]);
    const shown = async (flag: string) =>
      (await on.findings(`&controlId=${ENCRYPTED_QUEUE}&muted=${flag}`))
        .map(({ resourceArn }) => resourceArn)
        .sort();
    expect(await shown('true')).toEqual([there.plain]);
    expect(await shown('false')).toEqual([there.abroad, there.other].sort());
    await on.scan();
    expect(await counts()).toEqual({ pass: 1, fail: 2, muted: 1 });
    expect([await mutedOf(there.plain), (await on.finding(there.plain, ENCRYPTED_QUEUE)).status]).toEqual([
      mute.id,
      'open',
    ]);
    await remove(mute.id);
  });

  it('mute what is found later, too', async () => {
    const mute = await create({ rules: [{ resourceArn: 'arn:aws:sqs:*:new-?' }] });
    const later = await there.queue('new-1', false);
    const another = await there.queue('new-12', false);
    await on.scan();
    expect([await mutedOf(later), await mutedOf(another)]).toEqual([mute.id, null]);
    await remove(mute.id);
    for (const name of ['new-1', 'new-12'])
      await there.sqs.deleteQueue({ QueueUrl: (await there.sqs.getQueueUrl({ QueueName: name })).QueueUrl });
    await on.scan();
  });

  it('are over when they expire, without anybody doing anything', async () => {
    const expiresAt = new Date(Date.now() + 2000).toISOString();
    const mute = await create({ rules: DATA, expiresAt });
    await muted(there.plain, mute.id);
    await muted(there.plain, null);
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(expiresAt));
    expect(await verdictOn(there.plain)).toEqual(['fail', null]);
    expect(await on.get(`/mutes/${mute.id}`)).toMatchObject({ isExpired: true });
    await on.scan();
    expect(await counts()).toEqual({ pass: 1, fail: 3, muted: 0 });
  });

  it('are changed and taken back, and their findings follow within seconds', async () => {
    const mute = await create({ rules: DATA });
    await muted(there.plain, mute.id);
    await on.asAdmin.must('PUT', `/mutes/${mute.id}`, {
      rules: [{ resourceArn: there.other }],
      reason: 'another',
    });
    await muted(there.plain, null);
    await muted(there.other, mute.id);
    expect([await verdictOn(there.plain), await verdictOn(there.other)]).toEqual([
      ['fail', null],
      ['fail', mute.id],
    ]);
    await remove(mute.id);
    await muted(there.other, null);
    expect((await on.send('GET', `/mutes/${mute.id}`)).status).toBe(404);
    const { items } = await on.asAdmin.get<Page<{ action: string }>>(`/audit-log?targetId=${mute.id}`);
    expect(items.map(({ action }) => action)).toEqual(['mute.deleted', 'mute.changed', 'mute.created']);
  });

  it('turn no pass into anything', async () => {
    const mute = await create({ rules: [{ controlId: PUBLIC_QUEUE }] });
    await on.scan();
    const passing = await on.verdicts(`&controlId=${PUBLIC_QUEUE}`);
    expect(new Set(passing.map(({ verdict, mutedBy }) => `${verdict} ${String(mutedBy)}`))).toEqual(
      new Set(['pass null']),
    );
    await remove(mute.id);
  });

  it('are refused without a condition, in the past, and by others than admins', async () => {
    const bad = async (body: object) => {
      const answer = await on.asAdmin.send<Refusal>('POST', '/mutes', { reason: 'x', rules: DATA, ...body });
      return [answer.status, answer.body.details?.[0]?.path];
    };
    expect(await bad({ rules: [{}] })).toEqual([400, 'rules.0']);
    expect(await bad({ rules: [] })).toEqual([400, 'rules']);
    expect(await bad({ reason: ' ' })).toEqual([400, 'reason']);
    expect(await bad({ expiresAt: '2020-01-01T00:00:00Z' })).toEqual([400, 'expiresAt']);
    expect((await on.send('POST', '/mutes', { rules: DATA, reason: 'x' })).status).toBe(403);
  });

  it('keep to their tenant', async () => {
    const mute = await create({ rules: [{ resourceArn: '*' }] });
    const { admin: key } = await on.app.tenant('globex');
    expect((await on.app.request<Page<Mute>>('GET', '/mutes', { key })).body.items).toEqual([]);
    for (const method of ['GET', 'DELETE'])
      expect((await on.app.request(method, `/mutes/${mute.id}`, { key })).status).toBe(404);
    const theirs = { rules: [{ resourceArn: '*' }], reason: 'x' };
    const test = await on.app.request<{ matches: number }>('POST', '/mutes/test', { key, body: theirs });
    expect(test.body.matches).toBe(0);
    await remove(mute.id);
  });
});
