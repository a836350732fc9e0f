import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startService, type ServiceProcess } from '../e2e/service-process.js';
import { createTestDatabase, type TestDatabase } from './database.js';

export const PLATFORM_KEY = 'platform-key-of-the-tests-0123456789';

/** Processes of the built service that share a database of their own, as several machines do. */
export interface ServicesOn {
  database: TestDatabase;
  /** Starts one more. */
  start(env: Record<string, string>): Promise<ServiceProcess & { at: string }>;
  /** Asks one of them, with the platform key. The body of an answer that is not 2xx is thrown. */
  ask<T = Record<string, unknown>>(at: string, method: string, path: string, body?: unknown): Promise<T>;
  close(): Promise<void>;
}

export async function servicesOn(shared: Record<string, string>): Promise<ServicesOn> {
  const database = await createTestDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'shepherd-services-'));
  const running: ServiceProcess[] = [];
  return {
    database,
    start: async (env) => {
      const service = startService(dataDir, {
        ...{ DATABASE_URL: database.url, SHEPHERD_API_KEY: PLATFORM_KEY, SCAN_WAIT_SECONDS: '0' },
        ...{ SECRETS_KEY: Buffer.alloc(32, 7).toString('base64'), ...shared, ...env },
      });
      running.push(service);
      // several begin at once, with tests beside them: a start may take longer than one alone
      return { ...service, at: await service.url().catch(() => service.url()) };
    },
    ask: async <T>(at: string, method: string, path: string, body?: unknown): Promise<T> => {
      const answer = await fetch(`${at}${path}`, {
        method,
        headers: { authorization: `Bearer ${PLATFORM_KEY}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
      return (text === '' ? undefined : JSON.parse(text)) as T;
    },
    close: async () => {
      for (const service of running) service.kill('SIGTERM');
      await Promise.all(running.map(({ exit }) => exit));
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
