import { request as send } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { keyOf, startService, type ServiceProcess } from './service-process.js';

const FORGED = '{"level":"INFO","message":"The audit log was deleted"}';
const EVIL = [
  `a\n${FORGED}`,
  `a\r\n${FORGED}`,
  '\u001b[2J\u001b[31mred',
  `","message":"forged","x":"`,
  '\u2028\u2029\u0085',
];

describe('the log of the service', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shepherd-log-'));
  let service: ServiceProcess;
  let database: TestDatabase;
  let url: string;
  let key: string;
  beforeAll(async () => {
    database = await createTestDatabase();
    service = startService(folder, {
      ...{ AWS_ENDPOINT_URL: 'http://127.0.0.1:9', DATABASE_URL: database.url, LOG_LEVEL: 'DEBUG' },
      ...{ ROLE: 'api', KEY_FAILURE_LIMIT: '3' },
    });
    url = await service.url();
    key = keyOf(folder);
  }, 60_000);
  afterAll(async () => {
    service.kill('SIGTERM');
    await service.exit;
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  /** Sends what fetch would refuse to: whatever Node lets through to a server. */
  const ask = (method: string, path: string, headers: Record<string, string>, body?: string) =>
    new Promise<void>((done) => {
      const latin = Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [
          name,
          value.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '%'),
        ]),
      );
      const request = send(`${url}${path}`, { method, headers: latin }, (answer) =>
        answer.resume().once('end', done),
      );
      request.once('error', () => done()).end(body);
    });

  it('is one JSON object a line, whatever somebody sends', async () => {
    for (const evil of EVIL) {
      const path = encodeURIComponent(evil);
      const headers = {
        'x-correlation-id': evil,
        'user-agent': evil,
        referer: evil,
        'x-forwarded-for': evil,
      };
      const json = { ...headers, 'content-type': 'application/json', authorization: `Bearer ${key}` };
      await ask('GET', `/findings/${path}?severity=${path}`, { ...headers, authorization: `Bearer ${key}` });
      await ask('POST', '/scans', json, JSON.stringify({ services: [evil], [evil]: evil }));
      await ask('POST', '/tenants', json, JSON.stringify({ tenantId: evil, name: evil }));
      await ask(
        'POST',
        '/accounts',
        json,
        JSON.stringify({ accountId: '1'.repeat(12), name: evil, roleArn: evil }),
      );
      await ask('GET', '/accounts', { ...headers, authorization: `Bearer ${evil.replaceAll(/\s/g, '')}` });
    }
    service.kill('SIGTERM');
    await service.exit;
    const lines = service
      .output()
      .split('\n')
      .filter((line) => line !== '');
    expect(lines.length).toBeGreaterThan(20);
    for (const line of lines) {
      const { message, level } = JSON.parse(line) as { message: string; level: string };
      expect(['DEBUG', 'INFO', 'WARN', 'ERROR']).toContain(level);
      expect(message).not.toMatch(/forged|audit log was deleted/);
      // eslint-disable-next-line no-control-regex
      expect(line).not.toMatch(/[\u0000-\u001f\u007f]/);
    }
    expect(service.output()).toContain('An address was locked for wrong keys');
    expect(service.output()).not.toContain(key);
  }, 60_000);
});
