import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { PageWriter } from '../../src/modules/scanning/page-writer.js';
import { Database } from '../../src/platform/database/index.js';
import { eventually, startTestApp, type TestApp } from '../support/app.js';
import { notified, type Notified } from '../support/notifying.js';
import { address, ARN, page } from '../support/readings.js';

jest.setTimeout(120_000);

describe('a finding that somebody has taken out of what wants attention', () => {
  let app: TestApp;
  let one: Notified;
  let tenants = 0;

  beforeAll(async () => {
    app = await startTestApp();
  }, 90_000);
  afterAll(() => app?.close());

  beforeEach(async () => {
    tenants += 1;
    one = await notified(app, `silent-${tenants}`);
    await one.removeDefaults();
    await one.channel('hook');
    await one.channel('boss');
    await one.rule(
      { fact: 'finding.opened' },
      { channels: ['hook'], escalation: { afterMinutes: 30, channels: ['boss'] } },
    );
  });

  /** An address that nothing uses has one finding; one that is used has none. */
  async function read(isUsed: boolean): Promise<void> {
    const database = app.app.get(Database);
    await database.withTenant(one.tenantId, async (tx) => {
      const shown = page(await database.now(tx), address(isUsed ? 'eni-1' : null));
      const told = { ...shown, teller: { source: 'scan_1' } };
      await app.app.get(PageWriter, { strict: false }).write(tx, one.tenantId, [told]);
    });
    await one.settled();
  }
  const finding = async () => {
    const { body } = await one.ask<{ items: { id: string; status: string }[] }>(
      ...(['GET', `/findings?resourceArn=${ARN}`] as const),
    );
    expect(body.items).toHaveLength(1);
    return body.items[0] as { id: string; status: string };
  };
  const waiting = async () => (await one.alerts()).filter(({ closedAt }) => closedAt === null).length;

  it('by hand: nobody else is told that nobody has acted, and it is not told when it opens again', async () => {
    await read(false);
    expect([(await one.tellings()).length, await waiting()]).toEqual([1, 1]);
    const { id } = await finding();
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const body = { reason: 'it is kept for the shop', expiresAt: until };
    expect((await one.ask('POST', `/findings/${id}/suppress`, body)).status).toBe(200);
    await eventually(async () => (await waiting()) === 0);
    await read(true);
    expect((await finding()).status).toBe('resolved');
    await read(false);
    expect((await finding()).status).toBe('open');
    expect(await one.tellings()).toHaveLength(1);

    await app.database.query(`UPDATE findings SET suppressed_until = now() - interval '1 s' WHERE id = $1`, [
      id,
    ]);
    await read(true);
    await read(false);
    expect(await one.tellings()).toHaveLength(2); // it is wanted again
  });

  it('by a mute: the same, and once', async () => {
    const byMute = await one.rule({ fact: 'finding.suppressed' }, { channels: ['hook'] });
    await read(false);
    expect(await waiting()).toBe(1);
    const mute = { reason: 'the network team sees to these', rules: [{ resourceArn: ARN }] };
    expect((await one.ask('POST', '/mutes', mute)).status).toBe(201);
    await eventually(async () => (await waiting()) === 0);
    expect((await one.ask('POST', '/mutes', { ...mute, reason: 'another one' })).status).toBe(201);
    await eventually(async () => {
      const jobs = await app.database.query(`SELECT 1 FROM jobs WHERE name = 'mutes.apply'`);
      return jobs.length === 0;
    });
    await one.settled();
    expect((await one.tellings()).filter(({ ruleId }) => ruleId === byMute)).toHaveLength(1);
  });
});
