import { Global, Module } from '@nestjs/common';
import { CHANGE_PACING, type Pacing } from '../../src/modules/remediation/index.js';
import type { RemediationAnswer } from '../../src/modules/remediation/remediations.schemas.js';
import { startScanApp, type ScanApp } from '../e2e/scan-app.js';
import { eventually } from './app.js';

export const PUBLIC = 's3_bucket_level_public_access_block';
export const TLS = 's3_bucket_secure_transport_policy';
/** Cannot be taken back. */
export const VERSIONING = 's3_bucket_object_versioning';
export const ALL_BLOCKED = {
  ...{ BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true },
};

/** The emulator shows at once what was changed. */
const pacing: Pacing = { pollMs: 50, verifyMs: 1_000, settleMs: 0, retryMs: 10, retries: 2 };

@Global()
@Module({ providers: [{ provide: CHANGE_PACING, useValue: pacing }], exports: [CHANGE_PACING] })
export class QuickChanges {}

export interface Refused {
  error: string;
  details?: { path: string; message: string }[];
}
type Started = { remediationId: string; executionArn: string; executionName: string; status: string };

/** No more of them: what is awaited next is told by the rows. */
const UNDER_WAY = ['planning', 'validating', 'applying', 'restoring', 'rolling_back'];

export type RemediationsApp = Awaited<ReturnType<typeof startRemediations>>;

/** The application before the emulator, in an account where changes are allowed, and the people of a tenant. */
export async function startRemediations(
  emulator: string,
  env: Record<string, string> = {},
  modules: Parameters<typeof startScanApp>[2] = [],
) {
  const on: ScanApp = await startScanApp(emulator, env, [QuickChanges, ...modules]);
  let made = 0;
  const guardrails = (settings: object) =>
    on.asAdmin.must('PUT', '/remediations/guardrails/*', {
      enabled: true,
      maxChangesPerHour: 1000,
      ...settings,
    });
  const ask = <T = Started & Refused>(
    method: string,
    path: string,
    body?: unknown,
    key = on.keys.operator,
    headers: Record<string, string> = {},
  ) => on.app.request<T>(method, path, { key, body, headers });
  const get = (id: string) => on.get<RemediationAnswer>(`/remediations/${id}`);
  const keyOf = async (owner: string, role: string) => {
    const body = { tenantId: 'acme', name: owner, role, owner };
    return (await on.app.request<{ key: string }>('POST', '/api-keys', { body })).body.key;
  };
  const start = async (findingIds: string[], more: object = {}): Promise<string> => {
    const { status, body } = await ask('POST', '/remediations', { findingIds, ...more });
    if (status !== 202) throw new Error(JSON.stringify(body));
    return body.remediationId;
  };
  /** As soon as it has ended, or waits for people. */
  const settled = (id: string): Promise<RemediationAnswer> =>
    eventually(async () => {
      const now = await get(id);
      return !UNDER_WAY.includes(now.status) && now;
    }, 40_000);
  const ended = (id: string): Promise<RemediationAnswer> =>
    eventually(async () => {
      const now = await get(id);
      return ![...UNDER_WAY, 'waiting_for_approval'].includes(now.status) && now;
    }, 40_000);
  return {
    ...{ on, guardrails, ask, get, keyOf, start, settled, ended },
    /** A bucket with open findings of these controls, in the order of the controls. */
    bucket: async (...controls: string[]) => {
      const Bucket = `remedy-${on.account.accountId}-${(made += 1)}`;
      const arn = await on.account.bucket(Bucket);
      await on.scan({ controls, services: ['s3'] });
      const ids: string[] = [];
      for (const control of controls) ids.push((await on.finding(arn, control)).id);
      return { Bucket, arn, ids, id: ids[0] ?? '' };
    },
    blockOf: async (Bucket: string) =>
      on.account.s3.getPublicAccessBlock({ Bucket }).then(
        ({ PublicAccessBlockConfiguration: block }) => block,
        () => null,
      ),
    policyOf: async (Bucket: string) =>
      on.account.s3.getBucketPolicy({ Bucket }).then(
        ({ Policy }) => JSON.parse(Policy ?? 'null') as unknown,
        () => null,
      ),
    /** The approval that waits, as soon as there is one of this level. */
    waiting: (id: string, level: number) =>
      eventually(async () => {
        const { approvals } = await get(id);
        return approvals.find((one) => one.level === level && one.status === 'pending');
      }),
    decide: (approvalId: string, how: 'approve' | 'reject', key: string, body: object = {}) =>
      ask<Refused & { status: string }>('POST', `/approvals/${approvalId}/${how}`, body, key),
    execution: async (id: string) => {
      const { executionArn } = await get(id);
      return eventually(async () => {
        const { result } = await on.get<{
          result: { status: string; output: unknown; error: string | null };
        }>(`/workflows/${executionArn ?? ''}/status`);
        return result.status !== 'RUNNING' && result;
      });
    },
    close: () => on.close(),
  };
}
