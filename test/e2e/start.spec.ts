import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { keyOf, logged, serversOf, startService, type ServiceProcess } from './service-process.js';

/** Nothing listens there: the specs here ask AWS for nothing. */
const NOWHERE = 'http://127.0.0.1:9';
const PASSWORD = 'pass-word-of-the-database';

describe('the start of the service', () => {
  let folder: string;
  const services: ServiceProcess[] = [];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'shepherd-start-'));
  });
  afterAll(async () => {
    for (const service of services) service.kill('SIGTERM');
    await Promise.all(services.map(({ exit }) => exit));
    rmSync(folder, { recursive: true, force: true });
  }, 40_000);

  const start = (name: string, env: Record<string, string> = {}) => {
    const service = startService(join(folder, name), { AWS_ENDPOINT_URL: NOWHERE, ...env });
    services.push(service);
    return service;
  };

  const get = (url: string, key?: string) =>
    fetch(url, key === undefined ? {} : { headers: { authorization: `Bearer ${key}` } });

  it('stops with 78 when the configuration is not valid, and tells all that is wrong with it', async () => {
    const service = start('bad', {
      ...{ PORT: 'eighty', ROLE: 'boss', AWS_REGION: 'Ireland', AWS_ACCOUNT_ID: '12', REPORTS_BUCKET: 'A' },
      ...{ DATABASE_URL: `mysql://shepherd:${PASSWORD}@127.0.0.1/x`, SHEPHERD_API_KEY: 'short-secret' },
    });
    expect(await service.exit).toEqual({ code: 78, signal: null });
    const [title, ...problems] = service.output().trim().split('\n');
    expect(title).toBe('The configuration is not valid:');
    const names = problems.map(
      (line) => /^ {2}- (\w+) \(.{10,}\): .+; it is (".*"|a secret)$/.exec(line)?.[1],
    );
    expect(names.sort()).toEqual([
      ...[
        'AWS_ACCOUNT_ID',
        'AWS_REGION',
        'DATABASE_URL',
        'PORT',
        'REPORTS_BUCKET',
        'ROLE',
        'SHEPHERD_API_KEY',
      ],
    ]);
    expect(service.output()).not.toMatch(/short-secret|pass-word/);
    expect(existsSync(join(folder, 'bad'))).toBe(false);
  });

  describe('with a database of its own', () => {
    let first: ServiceProcess;
    let url: string;

    beforeAll(async () => {
      first = start('own', { LOG_LEVEL: 'DEBUG' });
      url = await first.url();
    });

    it('keeps the key that it makes in a file for its owner alone, and out of its log', async () => {
      const dataDir = join(folder, 'own');
      expect(statSync(join(dataDir, 'bootstrap-key')).mode & 0o777).toBe(0o600);
      const key = keyOf(dataDir);
      expect((await get(`${url}/tenants`, key)).status).toBe(200);
      expect((await get(`${url}/tenants`, `${key}x`)).status).toBe(401);
      expect((await get(`${url}/tenants`)).status).toBe(401);
      const lines = first.output().trim().split('\n');
      expect(lines.length).toBeGreaterThan(5);
      expect(logged(first.output())).toHaveLength(lines.length); // JSON, each line of it
      expect(first.output()).not.toContain(key);
      expect(first.output()).not.toContain(key.slice(-16));
    });

    it('refuses a second copy on the same DATA_DIR in words, and the first goes on', async () => {
      const second = start('own');
      expect((await second.exit).code).toBe(1);
      expect(second.output()).toMatch(
        new RegExp(
          `^The service could not start: .*Another copy of the service \\(process ${first.pid}\\) uses .*own.*; stop it, or set DATA_DIR`,
        ),
      );
      expect((await get(`${url}/health/ready`)).status).toBe(200);
    });

    it('leaves no process behind when it is stopped, and has the same key at the next start', async () => {
      const dataDir = join(folder, 'own');
      const key = keyOf(dataDir);
      first.kill('SIGINT');
      expect(await first.exit).toEqual({ code: 0, signal: null });
      if (existsSync('/proc/self/cmdline')) expect(serversOf(dataDir)).toEqual([]);
      const next = start('own');
      expect((await get(`${await next.url()}/tenants`, key)).status).toBe(200);
      expect(keyOf(dataDir)).toBe(key);
    });
  });

  describe('with a database and a key that it is given', () => {
    const SHEPHERD_API_KEY = 'given-key-0123456789-abcdefghijklmnop';
    let database: TestDatabase;

    beforeAll(async () => {
      database = await createTestDatabase();
    });
    afterAll(async () => {
      await Promise.all(services.map((service) => (service.kill('SIGTERM'), service.exit)));
      await database.drop();
    }, 40_000);

    /** A test server that asks for no password takes any. */
    const withPassword = (address: string) => {
      const given = new URL(address);
      given.password ||= PASSWORD;
      return given.href;
    };

    it('writes neither into its log', async () => {
      const address = withPassword(database.url);
      const service = start('given', { DATABASE_URL: address, SHEPHERD_API_KEY, LOG_LEVEL: 'DEBUG' });
      const url = await service.url();
      expect((await get(`${url}/tenants`, SHEPHERD_API_KEY)).status).toBe(200);
      expect((await get(`${url}/health`)).status).toBe(200);
      expect((await get(`${url}/tenants/none?key=x`, SHEPHERD_API_KEY)).status).toBe(404);
      expect(existsSync(join(folder, 'given', 'bootstrap-key'))).toBe(false);
      service.kill('SIGTERM');
      expect((await service.exit).code).toBe(0);
      expect(service.output()).toContain('The service stops');
      expect(service.output()).not.toContain(new URL(address).password);
      expect(service.output()).not.toContain(SHEPHERD_API_KEY);
    });

    it('says that the database does not answer, without its password', async () => {
      const service = start('unreachable', {
        DATABASE_URL: `postgresql://shepherd:${PASSWORD}@127.0.0.1:9/x`,
        SHEPHERD_API_KEY,
      });
      expect((await service.exit).code).toBe(1);
      expect(service.output()).toMatch(
        /The database could not be migrated: .*(127\.0\.0\.1:9|ECONNREFUSED)/s,
      );
      expect(service.output()).not.toContain(PASSWORD);
    });
  });
});
