import { afterAll, describe, expect, it } from '@jest/globals';
import { startTestApp } from '../support/app.js';
import { documentOf, operationsOf, pathOf, type Operation } from './support/document.js';
import { flawOf } from './support/judge.js';

const app = await startTestApp({ ROLE: 'api' });
afterAll(() => app.close());
const operations = operationsOf(await documentOf(app));
const keys = await app.tenant('acme');
const levels = ['viewer', 'operator', 'approver', 'admin', 'platform'] as const;
const keyOf = (level: (typeof levels)[number]) => (level === 'platform' ? app.platformKey : keys[level]);

/** Asks with nothing that could do anything: no body, and ids of nothing. */
const ask = ({ method, path }: Operation | { method: string; path: string }, key: string | null) =>
  app.request<unknown>(method, path.replaceAll(/\{\w+\}/g, 'no-such-thing'), { key });

/** The least role of each route, by contracts: who reads, who starts work, who configures, and what is ours alone. */
const LEAST: Record<string, (typeof levels)[number]> = {
  'GET /metrics': 'viewer',
  'GET /session': 'viewer',
  'DELETE /session': 'viewer',
  'POST /session/links': 'viewer',
  'GET /accounts': 'viewer',
  'GET /accounts/{id}': 'viewer',
  'GET /scans': 'viewer',
  'GET /scans/{scanId}': 'viewer',
  'GET /resources': 'viewer',
  'GET /resources/{arn}': 'viewer',
  'GET /resources/{arn}/timeline': 'viewer',
  'GET /events/history': 'viewer',
  'GET /events/{id}': 'viewer',
  'GET /events/health': 'viewer',
  'POST /events/explain': 'viewer',
  'POST /events/trigger': 'operator',
  'GET /events/rules': 'viewer',
  'GET /events/rules/{id}': 'viewer',
  'GET /events/rules/{id}/runs': 'viewer',
  'POST /events/rules/test': 'viewer',
  'POST /events/rules': 'admin',
  'PUT /events/rules/{id}': 'admin',
  'DELETE /events/rules/{id}': 'admin',
  'GET /findings': 'viewer',
  'GET /findings/{id}': 'viewer',
  'GET /findings/exports': 'viewer',
  'GET /controls/custom': 'viewer',
  'GET /controls/custom/{id}': 'viewer',
  'POST /controls/custom': 'admin',
  'PUT /controls/custom/{id}': 'admin',
  'DELETE /controls/custom/{id}': 'admin',
  'POST /controls/custom/dry-run': 'admin',
  'POST /controls/custom/{id}/dry-run': 'admin',
  'POST /frameworks': 'admin',
  'PUT /frameworks/{id}': 'admin',
  'DELETE /frameworks/{id}': 'admin',
  'GET /reports': 'viewer',
  'GET /reports/{reportId}': 'viewer',
  'GET /reports/{reportId}/download': 'viewer',
  'DELETE /reports/{reportId}': 'admin',
  'GET /reports/signing-key': 'viewer',
  'GET /notifications/channels': 'viewer',
  'POST /notifications/channels': 'admin',
  'GET /notifications/channels/{id}': 'viewer',
  'PUT /notifications/channels/{id}': 'admin',
  'DELETE /notifications/channels/{id}': 'admin',
  'POST /notifications/channels/{id}/resume': 'admin',
  'POST /notifications/test': 'operator',
  'GET /notifications/rules': 'viewer',
  'POST /notifications/rules': 'admin',
  'POST /notifications/rules/test': 'viewer',
  'GET /notifications/rules/{id}': 'viewer',
  'PUT /notifications/rules/{id}': 'admin',
  'DELETE /notifications/rules/{id}': 'admin',
  'GET /notifications/deliveries': 'viewer',
  'GET /notifications/deliveries/{id}': 'viewer',
  'POST /notifications/deliveries/{id}/retry': 'operator',
  'POST /api/notifications/send-alert': 'operator',
  'GET /workflows/list': 'viewer',
  'GET /workflows/metrics': 'viewer',
  'GET /workflows/{executionArn}/status': 'viewer',
  'GET /workflows/{executionArn}/definition': 'viewer',
  'GET /workflows/{executionArn}/history': 'viewer',
  'GET /workflows/{executionArn}/events': 'viewer',
  'POST /workflows/start': 'operator',
  'PUT /workflows/{executionArn}/stop': 'operator',
  'POST /workflows/{executionArn}/redrive': 'operator',
  'GET /approvals': 'viewer',
  'GET /approvals/{id}': 'viewer',
  'GET /workflows/definitions': 'viewer',
  'GET /workflows/definitions/{workflowType}': 'viewer',
  'POST /workflows/definitions/validate': 'viewer',
  'POST /accounts/{id}/verify': 'operator',
  'POST /scans': 'operator',
  'POST /scans/compliance': 'operator',
  'POST /scans/vulnerabilities': 'operator',
  'GET /vulnerabilities': 'viewer',
  'DELETE /scans/{scanId}': 'operator',
  'POST /findings/{id}/suppress': 'operator',
  'POST /findings/{id}/unsuppress': 'operator',
  'POST /api/schedule/trigger': 'operator',
  'GET /api/schedule/config': 'viewer',
  'GET /api/schedule/status': 'viewer',
  'POST /api/schedule/config': 'operator',
  'POST /api/schedule/enable': 'operator',
  'POST /api/schedule/disable': 'operator',
  'GET /schedules': 'viewer',
  'GET /schedules/calendar': 'viewer',
  'GET /schedules/{scheduleId}': 'viewer',
  'GET /schedules/{scheduleId}/runs': 'viewer',
  'GET /schedules/{scheduleId}/next': 'viewer',
  'POST /schedules/preview': 'viewer',
  'POST /schedules': 'operator',
  'PUT /schedules/{scheduleId}': 'operator',
  'DELETE /schedules/{scheduleId}': 'operator',
  'POST /schedules/{scheduleId}/pause': 'operator',
  'POST /schedules/{scheduleId}/resume': 'operator',
  'POST /schedules/{scheduleId}/run-now': 'operator',
  'POST /schedules/{scheduleId}/backfill': 'operator',
  'POST /approvals/{id}/approve': 'approver',
  'POST /approvals/{id}/reject': 'approver',
  'PUT /workflows/definitions/{workflowType}': 'admin',
  'POST /accounts': 'admin',
  'PUT /accounts/{id}': 'admin',
  'DELETE /accounts/{id}': 'admin',
  'GET /api-keys': 'admin',
  'POST /api-keys': 'admin',
  'DELETE /api-keys/{id}': 'admin',
  'GET /audit-log': 'admin',
  'GET /tenants/{id}/settings': 'admin',
  'PUT /tenants/{id}/settings': 'admin',
  'GET /remediations/fixes': 'viewer',
  'GET /remediations/guardrails': 'viewer',
  'GET /remediations/guardrails/{accountId}': 'viewer',
  'PUT /remediations/guardrails/{accountId}': 'admin',
  'DELETE /remediations/guardrails/{accountId}': 'admin',
  'GET /remediations/kill-switch': 'viewer',
  'PUT /remediations/kill-switch': 'operator',
  'POST /remediations/plan': 'operator',
  'POST /remediations': 'operator',
  'GET /remediations': 'viewer',
  'GET /remediations/{id}': 'viewer',
  'POST /remediations/{id}/rollback': 'approver',
  'POST /incidents': 'operator',
  'GET /incidents': 'viewer',
  'GET /incidents/{id}': 'viewer',
  'GET /incidents/{id}/evidence/{evidenceId}': 'viewer',
  'POST /incidents/{id}/acknowledge': 'operator',
  'POST /incidents/{id}/contain': 'approver',
  'POST /incidents/{id}/release': 'approver',
  'POST /incidents/{id}/close': 'operator',
  'GET /patching/compliance': 'viewer',
  'GET /patching/installations': 'viewer',
  'POST /patching/installations': 'operator',
  'POST /patching/installations/plan': 'operator',
  'GET /patching/installations/{id}': 'viewer',
  'GET /patching/batches/{id}': 'viewer',
  'POST /patching/batches/{id}/rollback': 'approver',
  'GET /patching/policy': 'viewer',
  'PUT /patching/policy': 'admin',
  'GET /patching/approvals': 'viewer',
  'GET /patching/approvals/{id}': 'viewer',
  'GET /tenants': 'platform',
  'GET /tenants/{id}': 'platform',
  'POST /tenants': 'platform',
  'GET /dead-letters': 'platform',
  'GET /health/details': 'platform',
  'GET /log-level': 'platform',
  'PUT /log-level': 'platform',
  'GET /secret-keys': 'platform',
  'POST /secret-keys/rotate': 'platform',
  'POST /accounts/discover': 'platform',
  'GET /accounts/discover': 'platform',
  'POST /dead-letters/{id}/retry': 'platform',
};

const open = operations.filter((one) => one.isPublic);
const guarded = operations.filter((one) => !one.isPublic);

describe('without a key', () => {
  it('only health, the documentation, links and the door answer', async () => {
    expect(open.map(({ name }) => name).sort()).toEqual([
      'GET /health',
      'GET /health/live',
      'GET /health/ready',
      'GET /links/{token}',
      'POST /links/{token}',
      'POST /session',
    ]);
    // a link's token is its key; a key is what is sent to the door
    const paths = open.map(({ path }) => path).filter((path) => !/^\/(links\/|session$)/.test(path));
    for (const path of [...paths, '/docs', '/docs-json'])
      expect([path, (await ask({ method: 'GET', path }, null)).status]).toEqual([path, 200]);
  });

  it.each(guarded)('$name is 401', async (operation) => {
    const strangers = [null, 'x', `shp_${'a'.repeat(43)}`, `${keys.admin}x`, 'a'.repeat(300)];
    for (const key of strangers) {
      const answer = await ask(operation, key);
      expect([answer.status, flawOf(answer)]).toEqual([401, undefined]);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    }
  });

  it.each(guarded.filter(({ body }) => body !== undefined))(
    '$name does not even say what is wrong with a body',
    async (one) => {
      const { status } = await app.request(
        one.method,
        pathOf(one, () => 'x'),
        { key: null, body: { noSuchField: 1 } },
      );
      expect(status).toBe(401);
    },
  );
});

describe('roles', () => {
  it.each(guarded)('$name is for the role that the document names, and those above it', async (operation) => {
    const least = levels.findIndex((level) => level === operation.role);
    expect(least).toBeGreaterThanOrEqual(0);
    for (const [i, level] of levels.entries()) {
      const answer = await ask(operation, keyOf(level));
      expect([level, answer.status === 403, flawOf(answer)]).toEqual([level, i < least, undefined]);
    }
  });

  it.each(guarded.filter(({ method, role }) => method !== 'GET' && role !== 'viewer'))(
    '$name changes nothing for a viewer',
    async (operation) => {
      expect((await ask(operation, keys.viewer)).status).toBe(403);
    },
  );

  it('are those of the contract', () => {
    const named = guarded.filter(({ name }) => name in LEAST);
    expect(Object.fromEntries(named.map(({ name, role }) => [name, role]))).toEqual(LEAST);
  });
});
