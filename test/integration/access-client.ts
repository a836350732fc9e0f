import { startTestApp, type TestApp } from '../support/app.js';

export type Json = Record<string, unknown>;

export interface Answer {
  status: number;
  body: Json;
}

/** An app with the tenants acme and globex, and what specs of access ask of it. */
export interface AccessApp {
  app: TestApp;
  /** Keys of acme, by role. */
  acme: Record<'viewer' | 'operator' | 'admin', string>;
  globexAdmin: string;
  ask(key: string, method: string, path: string, body?: unknown): Promise<Answer>;
  asPlatform(method: string, path: string, body?: unknown): Promise<Answer>;
  newKey(tenantId: string, role: string, more?: Json): Promise<string>;
  auditOf(key: string, query?: string): Promise<Json[]>;
}

export async function startAccessApp(): Promise<AccessApp> {
  const app = await startTestApp();
  const ask = async (key: string, method: string, path: string, body?: unknown): Promise<Answer> => {
    const { status, body: answer } = await app.request(method, path, { key, body });
    return { status, body: (answer ?? {}) as Json };
  };
  const asPlatform = (method: string, path: string, body?: unknown) =>
    ask(app.platformKey, method, path, body);
  const newKey = async (tenantId: string, role: string, more: Json = {}): Promise<string> => {
    const key = { tenantId, name: role, owner: `${role}@${tenantId}.example`, role, ...more };
    const { status, body } = await asPlatform('POST', '/api-keys', key);
    if (status !== 201) throw new Error(`no key: ${status} ${JSON.stringify(body)}`);
    return String(body['key']);
  };
  for (const tenantId of ['acme', 'globex'])
    await asPlatform('POST', '/tenants', { tenantId, name: tenantId });
  return {
    app,
    acme: {
      viewer: await newKey('acme', 'viewer'),
      operator: await newKey('acme', 'operator'),
      admin: await newKey('acme', 'admin'),
    },
    globexAdmin: await newKey('globex', 'admin'),
    ask,
    asPlatform,
    newKey,
    auditOf: async (key, query = '') => items(await ask(key, 'GET', `/audit-log?limit=500${query}`)),
  };
}

export const items = ({ body }: Answer): Json[] => body['items'] as Json[];

/** The fields that a 400 names. */
export const fieldsOf = ({ body }: Answer): string[] =>
  (body['details'] as { path: string }[]).map(({ path }) => path).sort();
