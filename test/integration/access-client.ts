import { startTestApp, type TestApp } from '../support/app.js';

export type Json = Record<string, unknown>;

export interface Answer {
  status: number;
  body: Json;
}

/** An app with the tenants acme and globex, and what the specs of access ask of it. */
export interface AccessApp {
  app: TestApp;
  acme: Awaited<ReturnType<TestApp['tenant']>>;
  globexAdmin: string;
  ask: (key: string, method: string, path: string, body?: unknown) => Promise<Answer>;
  asPlatform: (method: string, path: string, body?: unknown) => Promise<Answer>;
  /** The audit log that this key sees, all of it. */
  auditOf: (key: string, query?: string) => Promise<Json[]>;
}

export async function startAccessApp(env: Record<string, string> = {}): Promise<AccessApp> {
  const app = await startTestApp(env);
  const ask: AccessApp['ask'] = async (key, method, path, body) => {
    const answer = await app.request(method, path, { key, body });
    return { status: answer.status, body: answer.body };
  };
  return {
    app,
    acme: await app.tenant('acme'),
    globexAdmin: (await app.tenant('globex')).admin,
    ask,
    asPlatform: (method, path, body) => ask(app.platformKey, method, path, body),
    auditOf: async (key, query = '') => items(await ask(key, 'GET', `/audit-log?limit=500${query}`)),
  };
}

export const items = ({ body }: Answer): Json[] => body['items'] as Json[];

/** The fields that a 400 names. */
export const fieldsOf = ({ body }: Answer): string[] =>
  (body['details'] as { path: string }[]).map(({ path }) => path).sort();
