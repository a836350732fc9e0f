import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/database/index.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { startTcpGate } from '../support/tcp-gate.js';

const SILENT_MS = 500;

describe('a transaction of a process that stands still', () => {
  let made: TestDatabase;
  let silent: Database;
  let other: Database;

  beforeAll(async () => {
    made = await createTestDatabase();
    [silent, other] = [new Database(made.url, 2, SILENT_MS), new Database(made.url, 2)];
    await made.query('CREATE TABLE locked (id int PRIMARY KEY, by text)');
    await made.query("INSERT INTO locked VALUES (1, 'nobody')");
  });
  afterAll(async () => {
    await silent.close();
    await other.close();
    await made.drop();
  });

  it('is ended by the server, so that others get the rows that it has locked, and writes nothing later', async () => {
    const began = Date.now();
    const holding = silent.acrossTenants('test', async (tx) => {
      await tx.$executeRaw`UPDATE locked SET by = 'the silent one' WHERE id = 1`;
      await sleep(SILENT_MS * 4);
      await tx.$executeRaw`UPDATE locked SET by = 'the silent one again' WHERE id = 1`;
    });
    const ended = holding.then(
      () => 'committed',
      () => 'refused',
    );
    await sleep(100);
    await other.acrossTenants(
      'test',
      (tx) => tx.$executeRaw`UPDATE locked SET by = 'the other' WHERE id = 1`,
    );
    expect(Date.now() - began).toBeLessThan(SILENT_MS * 4);
    expect(await ended).toBe('refused');
    expect(await made.query('SELECT by FROM locked')).toEqual([{ by: 'the other' }]);
    // its connection is gone, and the next one is good
    await expect(silent.ping()).resolves.toBeUndefined();
  });

  it('of a server that says nothing any more is given up, and the next statement has another connection', async () => {
    const at = new URL(made.url);
    const gate = await startTcpGate(at.hostname, Number(at.port));
    at.port = String(gate.port);
    const behind = new Database(at.href, 2, SILENT_MS);
    const one = () => behind.atOnce('test', { name: 'test-one', text: 'SELECT 1 AS one' }, []);
    try {
      const session = await behind.session();
      expect(await one()).toEqual([{ one: 1 }]);
      gate.freeze();
      const began = Date.now();
      const [said, told] = await Promise.allSettled([one(), session.query('SELECT 1')]);
      expect([said.status, told.status]).toEqual(['rejected', 'rejected']);
      expect(Date.now() - began).toBeLessThan(10_000);
      expect(await one()).toEqual([{ one: 1 }]);
      await session.end(); // waits for nobody either
    } finally {
      await gate.close();
      await behind.close();
    }
  }, 30_000);

  it('is told from one whose host is gone: the server ends the connection that says that it lives', async () => {
    const session = await other.session();
    const { rows } = await session.query<{ idle: string; every: string; times: string }>(
      `SELECT current_setting('tcp_keepalives_idle') AS idle, current_setting('tcp_keepalives_interval') AS every,
              current_setting('tcp_keepalives_count') AS times`,
    );
    expect(rows).toEqual([{ idle: '20', every: '10', times: '3' }]);
    await session.end();
  });
});
