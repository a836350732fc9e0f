import type { Type } from '@nestjs/common';
import { eventually, startTestApp, type TestApp } from './app.js';
import { patchingFake, type FakePatchingAws } from './patching-fake.js';

export const ACCOUNT = '720000000001';
export const REGION = 'eu-west-1';
/** What the instances of a test lack. */
export const PATCH = 'openssl.x86_64';
export const CLEAN = { [PATCH]: 'Missing', 'bash.x86_64': 'Installed' };

export interface ShownInstallation {
  id: string;
  status: string;
  reason: string | null;
  progress: { total: number; succeeded: number; failed: number; notStarted: number };
  approval: unknown;
  batches: { id: string; seq: number; status: string; reason: string | null }[];
  refused: { instanceId: string; reason: string }[];
}
export interface ShownBatch {
  id: string;
  status: string;
  reason: string | null;
  instances: {
    instanceId: string;
    status: string;
    reason: string | null;
    notes: string[];
    before: { approved: Record<string, string> } | null;
    after: { approved: Record<string, string> } | null;
    restored: { rootVolumeId: string; differences: string[] } | null;
    health: { instance: string; command: { ok: boolean } | null; patches: string[] } | null;
    kept: { rootSnapshotId: string | null } | null;
    calls: { name: string; status: string; attempts: number; error: string | null }[];
  }[];
}

export const approved = (instanceId: string, patchId = PATCH) => ({
  ...{
    patchId,
    instanceId,
    accountId: ACCOUNT,
    region: REGION,
    severity: 'CRITICAL',
    cveIds: ['CVE-2026-0001'],
  },
});

export interface PatchingApp {
  app: TestApp;
  aws: FakePatchingAws;
  keys: Awaited<ReturnType<TestApp['tenant']>>;
  /** Starts an installation. @returns its execution's id */
  start(instanceIds: readonly string[], options?: object): Promise<string>;
  /** As soon as its execution has ended. */
  ended(executionId: string): Promise<ShownInstallation>;
  run(instanceIds: readonly string[], options?: object): Promise<ShownInstallation>;
  installation(executionId: string): Promise<ShownInstallation | undefined>;
  batch(id: string): Promise<ShownBatch>;
  ask<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    key?: string,
  ): Promise<{ status: number; body: T }>;
  guard(settings: object): Promise<void>;
  close(): Promise<void>;
}

/** The application with a tenant whose account lets patches be installed without asking anybody. */
export async function startPatchingApp(
  modules: Type[] = [],
  env: Record<string, string> = {},
): Promise<PatchingApp> {
  const { aws, module } = patchingFake();
  const app = await startTestApp(env, [module, ...modules]);
  const keys = await app.tenant('acme');
  const ask: PatchingApp['ask'] = <T>(method: string, path: string, body?: unknown, key = keys.operator) =>
    app.request<T>(method, path, { key, ...(body === undefined ? {} : { body }) });
  const registered = await ask('POST', '/accounts', { accountId: ACCOUNT }, keys.admin);
  if (registered.status !== 201) throw new Error(JSON.stringify(registered.body));
  const guard = async (settings: object) => {
    const { status, body } = await ask('PUT', `/remediations/guardrails/${ACCOUNT}`, settings, keys.admin);
    if (status !== 200) throw new Error(JSON.stringify(body));
  };
  await guard({ enabled: true, approval: { always: false } });

  const start = async (instanceIds: readonly string[], options: object = {}) => {
    const { status, body } = await ask<{ executionId: string }>('POST', '/patching/installations', {
      approvedPatches: instanceIds.map((id) => approved(id)),
      options: { settleSeconds: 0, ...options },
    });
    if (status !== 202) throw new Error(JSON.stringify(body));
    return body.executionId;
  };
  const installation = async (executionId: string) => {
    const { body } = await ask<{ items: { id: string }[] }>(
      'GET',
      `/patching/installations?executionId=${executionId}`,
    );
    const id = body.items[0]?.id;
    return id === undefined
      ? undefined
      : (await ask<ShownInstallation>('GET', `/patching/installations/${id}`)).body;
  };
  const ended = async (executionId: string) => {
    await eventually(async () => {
      const [row] = await app.database.query<{ status: string }>(
        'SELECT status FROM executions WHERE id = $1',
        [executionId],
      );
      return row !== undefined && row.status !== 'RUNNING' && row.status !== 'PENDING_START';
    }, 40_000);
    const shown = await installation(executionId);
    if (shown === undefined) throw new Error(`The execution ${executionId} has no installation`);
    return shown;
  };
  return {
    ...{ app, aws, keys, ask, guard, start, ended, installation },
    run: async (instanceIds, options) => ended(await start(instanceIds, options)),
    batch: async (id) => (await ask<ShownBatch>('GET', `/patching/batches/${id}`)).body,
    close: () => app.close(),
  };
}
