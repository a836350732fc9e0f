import { expect } from '@jest/globals';
import { items, type AccessApp, type Answer, type Json } from '../integration/access-client.js';
import { eventually } from './app.js';

/** Starts a look, waits for its end, and gives back all of it. */
export async function discover(access: AccessApp, body: Json = {}): Promise<Answer> {
  const started = await access.asPlatform('POST', '/accounts/discover', { tenantId: 'acme', ...body });
  expect(started).toMatchObject({ status: 202, body: { status: 'queued', tenantId: 'acme' } });
  return eventually(async () => {
    const last = await lastOf(access);
    const { id, status } = last.body;
    return id === started.body['id'] && (status === 'completed' || status === 'failed') && last;
  }, 500_000);
}

export const lastOf = (access: AccessApp, query = '') =>
  access.asPlatform('GET', `/accounts/discover?tenantId=acme&limit=500${query}`);

export const outcomesOf = (answer: Answer) =>
  Object.fromEntries(items(answer).map(({ accountId, outcome }) => [String(accountId), outcome]));
