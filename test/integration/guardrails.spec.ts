import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Injectable, Module } from '@nestjs/common';
import type { z } from 'zod';
import { killSwitchChanged } from '../../src/modules/remediation/facts.js';
import { Guardrails } from '../../src/modules/remediation/index.js';
import { Database } from '../../src/platform/database/index.js';
import { Subscribes, type Fact } from '../../src/platform/outbox/index.js';
import { eventually, startTestApp, type TestApp } from '../support/app.js';

const FIX = 's3_bucket_level_public_access_block';
const [A, B, OTHER] = ['610000000001', '610000000002', '610000000003'];
const PATH = '/remediations/guardrails';

interface Shown {
  accountId: string;
  registered: boolean;
  settings: Record<string, unknown> | null;
  version: number;
  savedBy: string | null;
  effective: Record<string, unknown>;
  origins: Record<string, string>;
}
interface Problem {
  details?: { path: string; message: string }[];
}

type Told = z.output<typeof killSwitchChanged.schema>;

@Injectable()
class Heard {
  readonly facts: Told[] = [];

  @Subscribes(killSwitchChanged, 'test-kill-switch')
  async changed({ payload }: Fact<Told>): Promise<void> {
    this.facts.push(payload);
  }
}
@Module({ providers: [Heard] })
class HeardModule {}

describe('guardrails and the kill switch', () => {
  let on: TestApp;
  let keys: Awaited<ReturnType<TestApp['tenant']>>;
  let others: Awaited<ReturnType<TestApp['tenant']>>;

  beforeAll(async () => {
    on = await startTestApp({}, [HeardModule]);
    keys = await on.tenant('acme');
    others = await on.tenant('other');
    for (const accountId of [B, A])
      await on.request('POST', '/accounts', { key: keys.admin, body: { accountId } });
    await on.request('POST', '/accounts', { key: others.admin, body: { accountId: OTHER } });
  }, 60_000);
  afterAll(() => on?.close());
  beforeEach(async () => {
    await on.database.query('DELETE FROM guardrails');
    await on.database.query('DELETE FROM kill_switches');
    await on.database.query('DELETE FROM changes');
  });

  const get = async (accountId: string, key = keys.viewer) =>
    on.request<Shown>('GET', `${PATH}/${accountId}`, { key });
  const put = async (accountId: string, body: object, key = keys.admin) =>
    on.request<Shown & Problem>('PUT', `${PATH}/${accountId}`, { key, body });
  const audit = async (targetType: string) =>
    on.database.query<{ action: string; actor: string; before: unknown; after: unknown }>(
      'SELECT action, actor, before, after FROM audit_log WHERE target_type = $1 ORDER BY id DESC LIMIT 1',
      [targetType],
    );

  describe('guardrails', () => {
    it('allow nothing until an admin says so', async () => {
      const { status, body } = await get(A);
      expect(status).toBe(200);
      expect(body).toMatchObject({
        ...{ accountId: A, registered: true, settings: null, version: 0, savedBy: null },
        effective: {
          enabled: false,
          allowedFixes: null,
          maxChangesPerHour: 20,
          maxResourcesPerRemediation: 25,
        },
        origins: { enabled: 'default' },
      });
    });

    it("are set for all accounts and for one, whose fields count before all's", async () => {
      const all = { enabled: true, allowedFixes: [FIX], approval: { levels: 2 } };
      expect(await put('%2A', all)).toMatchObject({ status: 200, body: { accountId: '*', version: 1 } });
      expect((await put(A, { maxChangesPerHour: 3, allowedFixes: null })).status).toBe(200);
      expect((await get(A)).body).toMatchObject({
        settings: { maxChangesPerHour: 3, allowedFixes: null },
        effective: {
          ...{ enabled: true, allowedFixes: null, maxChangesPerHour: 3 },
          approval: { always: true, levels: 2, quorum: 1 },
        },
        origins: { enabled: '*', allowedFixes: A, maxChangesPerHour: A, approval: '*', hours: 'default' },
      });
      expect((await get(B)).body.effective).toMatchObject({ enabled: true, allowedFixes: [FIX] });
      // replaced as a whole
      await put('*', { enabled: true });
      expect((await get('*')).body).toMatchObject({ version: 2, effective: { allowedFixes: null } });
      const list = await on.request<{ items: Shown[]; nextCursor: string | null }>('GET', `${PATH}?limit=2`, {
        key: keys.viewer,
      });
      expect(list.body.items.map(({ accountId }) => accountId)).toEqual(['*', A]);
      const next = await on.request<{ items: Shown[]; nextCursor: null }>(
        'GET',
        `${PATH}?limit=2&cursor=${list.body.nextCursor ?? ''}`,
        { key: keys.viewer },
      );
      expect(next.body).toMatchObject({ items: [{ accountId: B, version: 0 }], nextCursor: null });
    });

    it('are taken back, which counts as nothing was ever set', async () => {
      await put(A, { enabled: true });
      const remove = () => on.request('DELETE', `${PATH}/${A}`, { key: keys.admin });
      expect((await remove()).status).toBe(204);
      expect((await get(A)).body).toMatchObject({ settings: null, effective: { enabled: false } });
      expect((await remove()).status).toBe(404);
      expect(await audit('guardrails')).toMatchObject([
        { action: 'guardrails.removed', before: { enabled: true }, after: null },
      ]);
    });

    it('are kept in the audit log with who has set them', async () => {
      await put('*', { enabled: false });
      await put('*', { enabled: true });
      expect(await audit('guardrails')).toMatchObject([
        {
          ...{ action: 'guardrails.saved', actor: 'admin@acme.test' },
          ...{ before: { enabled: false }, after: { enabled: true } },
        },
      ]);
      expect((await get('*')).body.savedBy).toBe('admin@acme.test');
    });

    it('are not overwritten by who has seen another version', async () => {
      expect((await put(A, { enabled: true, version: 1 })).status).toBe(409);
      expect((await put(A, { enabled: true, version: 0 })).status).toBe(200);
      expect((await put(A, { enabled: false, version: 0 })).status).toBe(409);
      expect((await put(A, { enabled: false, version: 1 })).body.version).toBe(2);
      const both = await Promise.all([1, 2].map((n) => put(B, { maxChangesPerHour: n, version: 0 })));
      expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    });

    it('name each fix that there is not, and each field that is wrong', async () => {
      const body = {
        allowedFixes: [FIX, 'nope', 'patch-installation'],
        fixSettings: { gone: {}, [FIX]: { a: 1 } },
      };
      const { status, body: answer } = await put(A, body);
      expect(status).toBe(400);
      expect(answer.details?.map(({ path }) => path)).toEqual([
        ...['allowedFixes.1', 'fixSettings.gone', `fixSettings.${FIX}.a`],
      ]);
      const hours = [{ timezone: 'Mars/Olympus', days: ['monday'], from: '25:00', to: '04:00' }];
      const wrong = {
        hours,
        approval: { levels: 3 },
        regions: ['global'],
        maxChangesPerHour: -1,
        colour: 'red',
      };
      const { body: refused } = await put(A, wrong);
      expect(refused.details?.map(({ path }) => path)).toEqual(
        expect.arrayContaining([
          ...['hours.0.timezone', 'hours.0.days.0', 'hours.0.from', 'approval.levels', 'regions.0'],
          ...['maxChangesPerHour', 'colour'],
        ]),
      );
      expect((await get(A)).body.version).toBe(0);
    });

    it('are for accounts of the tenant', async () => {
      expect((await put(OTHER, { enabled: true })).status).toBe(404);
      expect((await get(OTHER)).status).toBe(404);
      expect((await put('12', { enabled: true })).status).toBe(400);
      await put('*', { enabled: true });
      expect((await get('*', others.viewer)).body.effective).toMatchObject({ enabled: false });
    });

    it('are read by viewers, and set by admins alone', async () => {
      expect((await put(A, { enabled: true }, keys.approver)).status).toBe(403);
      expect((await on.request('DELETE', `${PATH}/${A}`, { key: keys.approver })).status).toBe(403);
      expect((await get(A, keys.viewer)).status).toBe(200);
    });
  });

  describe('the most changes of an hour', () => {
    const now = new Date();
    const attempted = { accountId: A, region: 'eu-west-1', fixId: FIX, tags: {}, now };
    const guardrails = () => on.app.get(Guardrails, { strict: false });
    const insert = `INSERT INTO changes (id, tenant_id, owner_kind, owner_id, seq, fix_id, account_id, region, resource_arn,
        resource_type, status, plan, started_at)
      VALUES ($1, 'acme', 'remediation', $1, 1, 'f', $2, 'eu-west-1', $1, 't', 'verified', '{}',
              app_now() - make_interval(mins => $3))`;
    const begun = (id: string, accountId: string, minutesAgo: number) =>
      on.database.query(insert, [id, accountId, minutesAgo]);
    /** Begins a change as the executor does. */
    const begin = (id: string) =>
      on.app.get(Database, { strict: false }).withTenant('acme', async (tx) => {
        const refused = await guardrails().startRefusal(tx, 'acme', attempted);
        if (refused === undefined) await tx.$executeRawUnsafe(insert, id, A, 0);
        return refused;
      });

    it('counts what was begun in the account within the last hour', async () => {
      await put('*', { enabled: true, maxChangesPerHour: 2 });
      await begun('old', A, 61);
      await begun('recent', A, 59);
      await begun('elsewhere', B, 1);
      expect(await begin('second')).toBeUndefined();
      expect(await begin('third')).toMatch(
        /2 changes were begun in the account 6100.*maxChangesPerHour, of all accounts/,
      );
    });

    it('is not exceeded by those who begin at once', async () => {
      await put('*', { enabled: true, maxChangesPerHour: 2 });
      const refused = await Promise.all(Array.from({ length: 6 }, (_, i) => begin(`at-once-${i}`)));
      expect(refused.filter((one) => one === undefined)).toHaveLength(2);
    });

    it('does not count where guardrails forbid the change anyway', async () => {
      expect(await begin('closed')).toMatch(/guardrail enabled, by default/);
      await put('*', { enabled: true, regions: ['us-east-1'] });
      expect(await begin('elsewhere')).toMatch(/guardrail regions/);
    });
  });

  describe('the kill switch', () => {
    const SWITCH = '/remediations/kill-switch';
    const set = (engaged: boolean, key: string, reason: string | undefined = 'too much at once') =>
      on.request<Record<string, unknown>>('PUT', SWITCH, { key, body: { engaged, reason } });
    const state = async () => (await on.request('GET', SWITCH, { key: keys.viewer })).body;

    it('is released until somebody engages it', async () => {
      const untouched = { engaged: false, reason: null, changedBy: null, changedAt: null };
      expect(await state()).toEqual(untouched);
      await set(false, keys.admin);
      expect(await state()).toEqual(untouched);
    });

    it('is engaged by operators with a reason, and released by admins alone', async () => {
      expect((await set(true, keys.viewer)).status).toBe(403);
      expect((await on.request('PUT', SWITCH, { key: keys.operator, body: { engaged: true } })).status).toBe(
        400,
      );
      expect((await set(true, keys.operator)).status).toBe(200);
      const engaged = { engaged: true, reason: 'too much at once', changedBy: 'operator@acme.test' };
      expect(await state()).toMatchObject(engaged);
      for (const key of [keys.operator, keys.approver]) expect((await set(false, key)).status).toBe(403);
      expect(await state()).toMatchObject(engaged);
      expect((await set(false, keys.admin)).body).toMatchObject({
        engaged: false,
        changedBy: 'admin@acme.test',
      });
      expect(await audit('kill_switch')).toMatchObject([
        { action: 'kill_switch.released', before: { engaged: true }, after: { engaged: false } },
      ]);
    });

    it('keeps who engaged it first, and tells of each change once', async () => {
      await set(true, keys.operator, 'first');
      await set(true, keys.admin, 'second');
      expect(await state()).toMatchObject({ reason: 'first', changedBy: 'operator@acme.test' });
      await set(false, keys.admin, 'over');
      const { facts } = on.app.get(Heard, { strict: false });
      const told = await eventually(async () => {
        const ours = facts.filter(({ reason }) => ['first', 'second', 'over'].includes(reason ?? ''));
        return ours.length >= 2 && ours;
      });
      expect(told.sort((a, b) => Number(b.engaged) - Number(a.engaged))).toMatchObject([
        { engaged: true, reason: 'first', changedBy: 'operator@acme.test' },
        { engaged: false, reason: 'over', changedBy: 'admin@acme.test' },
      ]);
    });

    it("stops one tenant's changes alone", async () => {
      await set(true, keys.operator);
      expect((await on.request('GET', SWITCH, { key: others.viewer })).body).toMatchObject({
        engaged: false,
      });
    });
  });
});
