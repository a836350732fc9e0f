import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DynamicModule, INestApplication, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from '../../src/app.module.js';
import { readConfig } from '../../src/platform/config/index.js';
import { prepareHttp } from '../../src/platform/http/index.js';
import { createTestDatabase, type TestDatabase } from './database.js';

export interface Answer<T = Record<string, unknown>> {
  status: number;
  body: T;
  headers: Headers;
}

export interface TestApp {
  url: string;
  platformKey: string;
  database: TestDatabase;
  app: INestApplication;
  /** Sends a request; with the platform key unless `key` is given (null: without one). */
  request<T = Record<string, unknown>>(
    method: string,
    path: string,
    options?: { body?: unknown; key?: string | null; headers?: Record<string, string> },
  ): Promise<Answer<T>>;
  /** A tenant of its own with a key of each role. */
  tenant(tenantId: string): Promise<Record<'viewer' | 'operator' | 'approver' | 'admin', string>>;
  close: () => Promise<void>;
}

const PLATFORM_KEY = 'platform-key-of-the-tests-0123456789';

/** The whole application on a database of its own, listening on a free port. Needs no AWS unless `env` names one. */
export async function startTestApp(
  env: Record<string, string> = {},
  modules: (DynamicModule | Type)[] = [],
  database?: TestDatabase,
): Promise<TestApp> {
  const own = database ?? (await createTestDatabase());
  const dataDir = mkdtempSync(join(tmpdir(), 'shepherd-app-'));
  const config = readConfig({
    SHEPHERD_API_KEY: PLATFORM_KEY,
    SECRETS_KEY: Buffer.alloc(32, 7).toString('base64'), // several processes on one database have one key
    PORT: '0',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'ERROR',
    RATE_LIMIT_PER_ADDRESS: '10000',
    KEY_FAILURE_LIMIT: '1000000',
    SCAN_WAIT_SECONDS: '0',
    AWS_ENDPOINT_URL: process.env['MOTO_URL'] ?? 'http://127.0.0.1:9',
    ...env,
  });
  const root = AppModule.with(config, own.url);
  root.imports = [...(root.imports ?? []), ...modules];
  const app = await NestFactory.create<NestExpressApplication>(root, {
    bodyParser: false,
    logger: ['error'],
    abortOnError: false,
  });
  prepareHttp(app);
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  const request: TestApp['request'] = async <T>(
    method: string,
    path: string,
    {
      body,
      key = PLATFORM_KEY,
      headers = {},
    }: { body?: unknown; key?: string | null; headers?: Record<string, string> } = {},
  ) => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    const isJson = /[/+]json/.test(answer.headers.get('content-type') ?? '');
    return { status: answer.status, body: (isJson ? JSON.parse(text) : text) as T, headers: answer.headers };
  };
  const tenant: TestApp['tenant'] = async (tenantId) => {
    await request('POST', '/tenants', { body: { tenantId, name: tenantId } });
    const keyOf = async (role: string) => {
      const body = { tenantId, name: role, role, owner: `${role}@${tenantId}.test` };
      return (await request<{ key: string }>('POST', '/api-keys', { body })).body.key;
    };
    const [viewer, operator, approver, admin] = await Promise.all(
      ['viewer', 'operator', 'approver', 'admin'].map(keyOf),
    );
    if (!viewer || !operator || !approver || !admin) throw new Error('the keys could not be made');
    return { viewer, operator, approver, admin };
  };
  const close = async () => {
    await app.close();
    if (database === undefined) await own.drop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { url, platformKey: PLATFORM_KEY, database: own, app, request, tenant, close };
}

/** Asks again and again until `ready` gives something. @throws Error after `timeoutMs` */
export async function eventually<T>(
  ready: () => Promise<T | undefined | false>,
  timeoutMs = 20_000,
): Promise<T> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const value = await ready();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > until) throw new Error(`it did not happen in ${timeoutMs} ms`);
    await new Promise((done) => setTimeout(done, 50));
  }
}
