import type { Page } from 'playwright-core';
import { PatchApprovalStore } from '../../src/modules/patching/patch-approval.store.js';
import { Database } from '../../src/platform/database/index.js';
import { startBrowser, type Visit } from './browser.js';
import { ACCOUNT, PATCH, REGION, startPatchingApp } from './patching-app.js';
import { browserOf } from './sessions.js';

export const SCRIPT = '<img src=x onerror="document.title=`taken`">';
export const CVE = 'CVE-2026-1';
/** Lacks patches, and has a name that would like to be a script; is well; was never looked at. */
export const [FIRST, SECOND, UNKNOWN] = ['i-0aaaaaaa', 'i-0bbbbbbb', 'i-0ccccccc'] as const;

const arnOf = (instanceId: string) => `arn:aws:ssm:${REGION}:${ACCOUNT}:managed-instance/${instanceId}`;

/** The application with patches, and a browser in which an admin is signed in. */
export async function startPatchPage() {
  const on = await startPatchingApp();
  const browser = await startBrowser();
  const link = async (key: string) => `${on.app.url}/#sign-in=${await browserOf(on.app).code(key)}`;
  const signedIn = async (key: string): Promise<Visit> => {
    const visit = await browser.visit();
    await visit.page.goto(await link(key));
    await visit.page.getByRole('heading', { name: 'Overview' }).waitFor();
    return visit;
  };
  const admin = await signedIn(on.keys.admin);
  const { page } = admin;
  const counted = (name: string) => page.locator(`[data-count="${name}"]`);
  return {
    ...{ on, browser, link, signedIn, admin, page, counted },
    at: (path: string) => `${on.app.url}/ui/${path}`,
    asked: async <T>(path: string) => (await on.ask<T>('GET', path)).body,
    installations: async () =>
      (await on.ask<{ items: { id: string }[] }>('GET', '/patching/installations')).body.items,
    is: (name: string, count: number) => counted(name).getByText(String(count), { exact: true }).waitFor(),
    button: (name: string, of: Page = page) => of.getByRole('button', { name, exact: true }),
    badge: (text: string, of: Page = page) =>
      of.locator('main header [role=status] .badge').getByText(text, { exact: true }),

    /** What scans would have written of the three. */
    scanned: async () => {
      const state = { installed: 40, missing: 2, failed: 1, pendingReboot: 1, operation: 'Scan' };
      const states = new Map<string, object | null>([
        [FIRST, { ...state, operationAt: '2026-11-01T00:00:00.000Z' }],
        [SECOND, { ...state, missing: 0, failed: 0, pendingReboot: 0 }],
        [UNKNOWN, null],
      ]);
      for (const [instanceId, patchState] of states) {
        const name = instanceId === FIRST ? SCRIPT : instanceId;
        const known = { id: instanceId, platformName: 'Amazon Linux', pingStatus: 'Online', patchState };
        await on.app.database.query(
          `INSERT INTO resources (tenant_id, arn, account_id, region, service, type, name, configuration, hash,
             first_seen_at, last_seen_at, changed_at)
           VALUES ('acme', $1, $2, $3, 'ssm', 'AWS::SSM::ManagedInstance', $4, $5, 'h', now(), now(), now())`,
          [arnOf(instanceId), ACCOUNT, REGION, name, JSON.stringify(known)],
        );
      }
      const patches = [{ patchId: PATCH, severity: 'critical', state: 'missing' }];
      await on.app.database.query(
        `INSERT INTO vulnerabilities (id, tenant_id, account_id, region, external_id, provider, vulnerability_id,
           resource_arn, resource_type, instance_id, title, severity, status, patches, patchable, first_seen_at,
           updated_at, last_seen_at, scan_id)
         SELECT 'vul_' || n, 'acme', $1, $2, 'e' || n, 'ssm', 'CVE-2026-' || n, $4, 'AWS::EC2::Instance', $5, $6,
                CASE n WHEN 1 THEN 'critical' ELSE 'high' END, 'open', $3, true, now(), now(), now(), 's'
           FROM generate_series(1, 2) AS n`,
        [ACCOUNT, REGION, JSON.stringify(patches), arnOf(FIRST), FIRST, SCRIPT],
      );
    },

    /** A patch approval as the workflow patch-approval writes one. */
    decided: async (id: string, status: 'approved' | 'rejected') => {
      const store = on.app.app.get(PatchApprovalStore, { strict: false });
      const where = { patchId: PATCH, instanceId: SECOND, accountId: ACCOUNT, region: REGION };
      const patches = [
        { ...where, severity: 'critical' as const, cveIds: [CVE, SCRIPT], resourceArn: arnOf(SECOND) },
      ];
      await on.app.app.get(Database, { strict: false }).withTenant('acme', async (tx) => {
        await store.insert(tx, [
          {
            ...{ id, tenantId: 'acme', executionId: `exe_${id}`, kind: 'critical', by: 'people' },
            ...{ correlationId: 'c', vulnerabilityCount: 7, patches, patchCount: 1, instanceCount: 1 },
          },
        ]);
        const answer = { status, decidedBy: ['approver@acme.test'], decidedAt: new Date() };
        await store.change(tx, 'acme', id, answer);
      });
    },
    close: async () => {
      await browser.close();
      await on.close();
    },
  };
}
export type PatchPage = Awaited<ReturnType<typeof startPatchPage>>;
