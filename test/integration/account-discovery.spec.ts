import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DiscoveryService } from '../../src/modules/access/discovery/discovery.service.js';
import { Organization, OrganizationRefused } from '../../src/modules/access/discovery/organization.js';
import type { OrganizationAccount } from '../../src/modules/access/domain/discovery.js';
import { giveCredentials } from '../e2e/emulated-account.js';
import { discover, lastOf, outcomesOf } from '../support/account-discovery.js';
import { eventually } from '../support/app.js';
import { items, startAccessApp, type AccessApp, type Json } from './access-client.js';

jest.setTimeout(120_000);

/** What AWS says stands here: the emulator suspends at once, has no organization without one, and denies nothing. */
class FakeOrganization extends Organization {
  listed: OrganizationAccount[] = [];
  failures: Error[] = [];
  calls = 0;

  async accounts(): Promise<OrganizationAccount[]> {
    this.calls += 1;
    const failure = this.failures.shift();
    if (failure !== undefined) throw failure;
    return this.listed;
  }

  has(states: Record<string, string>): void {
    this.listed = Object.entries(states).map(([accountId, state]) => ({
      accountId,
      partition: 'aws',
      organizationId: 'o-a1b2c3d4e5',
      name: `name of ${accountId}`,
      state,
    }));
  }
}

const [ONE, TWO, THREE] = ['700000000001', '700000000002', '700000000003'];

describe('a look for accounts in the organization', () => {
  let access: AccessApp;
  const organization = new FakeOrganization();

  beforeAll(async () => {
    giveCredentials(); // of nothing: no emulator is needed here, and an account that cannot be entered is told
    access = await startAccessApp({ AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_MAX_ATTEMPTS: '1' });
    const real = access.app.app.get(Organization);
    real.accounts = () => organization.accounts();
  });
  afterAll(() => access.app.close());

  it('is the platform key’s alone, of a tenant that is there, and names each bad field', async () => {
    const path = '/accounts/discover';
    for (const method of ['GET', 'POST']) {
      const body = method === 'POST' ? {} : undefined;
      expect((await access.ask(access.acme.admin, method, path, body)).status).toBe(403);
    }
    expect((await access.asPlatform('POST', path, { tenantId: 'nobody' })).status).toBe(404);
    expect((await lastOf(access)).status).toBe(404);
    const bad = await access.asPlatform('POST', path, { tenantId: 'acme', dryRun: 'yes', role: 'x' });
    expect([bad.status, (bad.body['details'] as Json[]).map(({ path: field }) => field)]).toEqual([
      400,
      ['dryRun', 'role'],
    ]);
    expect(organization.calls).toBe(0);
  });

  it('only says what it would register, when asked to', async () => {
    organization.has({ [ONE]: 'ACTIVE', [TWO]: 'SUSPENDED' });
    const found = await discover(access, { dryRun: true });
    expect(found.body).toMatchObject({
      status: 'completed',
      dryRun: true,
      organizationId: 'o-a1b2c3d4e5',
      requestedBy: 'platform@localhost',
      progress: { accountsDone: 2, accountsTotal: 2 },
      counts: { added: 1, registered: 0, otherTenant: 0, notActive: 1, left: 0, notReachable: 0 },
      error: null,
    });
    expect(outcomesOf(found)).toEqual({ [ONE]: 'added', [TWO]: 'not_active' });
    expect(items(await access.ask(access.acme.admin, 'GET', '/accounts'))).toEqual([]);
  });

  it('registers what is active and nobody has, tells of all else, and stops for none that cannot be entered', async () => {
    await access.ask(access.globexAdmin, 'POST', '/accounts', { accountId: THREE });
    organization.has({ [ONE]: 'ACTIVE', [TWO]: 'SUSPENDED', [THREE]: 'ACTIVE' });
    const found = await discover(access, { externalId: 'between-us-two' });
    expect(outcomesOf(found)).toEqual({ [ONE]: 'added', [TWO]: 'not_active', [THREE]: 'other_tenant' });
    expect(items(found)[0]).toMatchObject({
      name: `name of ${ONE}`,
      verification: 'failed',
      message: expect.stringContaining('sts:AssumeRole') as unknown,
    });
    expect(found.body).toMatchObject({
      counts: { added: 1, otherTenant: 1, notActive: 1, notReachable: 1 },
      progress: { accountsDone: 3, accountsTotal: 3 },
    });
    const registered = items(await access.ask(access.acme.admin, 'GET', '/accounts'));
    expect(registered).toMatchObject([
      {
        accountId: ONE,
        name: `name of ${ONE}`,
        roleArn: `arn:aws:iam::${ONE}:role/QrieInventoryRole`,
        externalId: 'between-us-two',
        regions: 'all enabled',
      },
    ]);
    const audit = await access.auditOf(access.acme.admin);
    expect(audit.slice(0, 6).map(({ action }) => action)).toEqual([
      'account-discovery.completed',
      'account.verified',
      'account.created',
      'account-discovery.started',
      'account-discovery.completed',
      'account-discovery.started',
    ]);
    expect(audit[2]).toMatchObject({
      actor: 'platform@localhost',
      after: { via: `discovery ${String(found.body['id'])}` },
    });
    expect(JSON.stringify(audit)).not.toContain('between-us-two');
  });

  it('changes nothing the second time, and filters what it found', async () => {
    const before = items(await access.ask(access.acme.admin, 'GET', '/accounts'));
    const found = await discover(access);
    expect(outcomesOf(found)).toEqual({ [ONE]: 'registered', [TWO]: 'not_active', [THREE]: 'other_tenant' });
    const after = items(await access.ask(access.acme.admin, 'GET', '/accounts'));
    expect(after.map(({ verifiedAt: _, ...rest }) => rest)).toEqual(
      before.map(({ verifiedAt: _, ...rest }) => rest),
    );
    expect(items(await lastOf(access, '&outcome=not_active')).map(({ accountId }) => accountId)).toEqual([
      TWO,
    ]);
    expect(items(await lastOf(access, '&verification=failed')).map(({ accountId }) => accountId)).toEqual([
      ONE,
    ]);
    expect((await lastOf(access, '&outcome=gone')).status).toBe(400);
  });

  it('tells of an account that has left or was suspended, and keeps it', async () => {
    organization.has({ [TWO]: 'SUSPENDED', [THREE]: 'ACTIVE' });
    for (const _ of [1, 2])
      // the second look still knows it
      expect(outcomesOf(await discover(access))).toEqual({
        [ONE]: 'left',
        [TWO]: 'not_active',
        [THREE]: 'other_tenant',
      });
    organization.has({ [ONE]: 'SUSPENDED', [TWO]: 'SUSPENDED', [THREE]: 'ACTIVE' });
    expect(outcomesOf(await discover(access))[ONE]).toBe('not_active');
    expect(items(await access.ask(access.acme.admin, 'GET', '/accounts'))).toHaveLength(1);
  });

  it('never takes a refusal for an empty organization', async () => {
    const before = organization.calls;
    organization.failures = [new OrganizationRefused('denied', 'AWS does not let the accounts be listed: …')];
    const refused = await discover(access);
    expect(refused.body).toMatchObject({
      status: 'failed',
      error: { reason: 'denied', message: expect.stringContaining('does not let') as unknown },
      counts: { left: 0, added: 0 },
      items: [],
    });
    expect(organization.calls - before).toBe(1); // asking again would not help
    const [entry] = await access.auditOf(access.acme.admin, '&action=account-discovery.failed');
    expect(entry).toMatchObject({ after: { error: { reason: 'denied' } } });

    organization.listed = []; // AWS never says so: the management account is one
    const found = await discover(access);
    expect(found.body).toMatchObject({ status: 'failed', error: { reason: 'failed' }, counts: { left: 0 } });
    expect(organization.calls - before).toBe(6); // and that may pass
    expect((await access.asPlatform('GET', '/dead-letters?tenantId=acme')).body['items']).toHaveLength(1);
  });

  it('is one at a time, and goes on where an attempt has broken off', async () => {
    organization.has({ [ONE]: 'ACTIVE', [TWO]: 'ACTIVE' });
    organization.failures = [new Error('the network is away')];
    const started = await access.asPlatform('POST', '/accounts/discover', { tenantId: 'acme' });
    const second = await access.asPlatform('POST', '/accounts/discover', { tenantId: 'acme' });
    expect([started.status, second.status]).toEqual([202, 409]);
    // as if the first attempt had died after it registered TWO
    const query = `INSERT INTO discovered_accounts (discovery_id, account_id, tenant_id, name, state, outcome)
                   VALUES ($1, $2, 'acme', 'two', 'ACTIVE', 'added')`;
    await access.app.database.query(query, [started.body['id'], TWO]);
    const found = await eventually(async () => {
      const last = await lastOf(access);
      return last.body['status'] === 'completed' && last;
    });
    expect(outcomesOf(found)).toEqual({ [ONE]: 'registered', [TWO]: 'added' });
  });

  it('repeats once a day where that is switched on, and not where it is not', async () => {
    const before = await access.app.database.query('SELECT id FROM account_discoveries');
    await access.app.app.get(DiscoveryService).daily();
    expect(await access.app.database.query('SELECT id FROM account_discoveries')).toHaveLength(before.length);
    const daily = await startAccessApp({
      ORGANIZATION_DISCOVERY: 'true',
      ORGANIZATION_TENANT: 'acme',
      ROLE: 'api',
    });
    try {
      const service = daily.app.app.get(DiscoveryService);
      await Promise.all([service.daily(), service.daily()]);
      await service.daily();
      const rows = () => daily.app.database.query('SELECT requested_by FROM account_discoveries');
      expect(await rows()).toEqual([{ requested_by: 'compliance-shepherd' }]);
      const ended = `UPDATE account_discoveries SET status = 'failed', created_at = app_now() - interval '25 hours'`;
      await daily.app.database.query(ended);
      await service.daily();
      expect(await rows()).toHaveLength(2);
    } finally {
      await daily.app.close();
    }
  });

  it('keeps the last ones alone, and what they found', async () => {
    organization.has({ [ONE]: 'ACTIVE' });
    for (let i = 0; i < 12; i++) await discover(access, { dryRun: true });
    const rows = await access.app.database.query<{ dry_run: boolean }>(
      'SELECT dry_run FROM account_discoveries',
    );
    expect(rows.filter(({ dry_run }) => !dry_run)).toHaveLength(1); // the one that the next is compared with
    expect(rows).toHaveLength(11);
  });
});
