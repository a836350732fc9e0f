import { Global, Injectable, Module } from '@nestjs/common';
import { z } from 'zod';
import { patchApproved } from '../../src/modules/events/index.js';
import type { Workflow } from '../../src/modules/workflows/definitions/index.js';
import { MORE_WORKFLOWS } from '../../src/modules/workflows/index.js';
import { Subscribes, type Fact } from '../../src/platform/outbox/index.js';
import { HOME } from '../e2e/emulated-account.js';
import { startScanApp, type ScanApp } from '../e2e/scan-app.js';
import { eventually } from './app.js';
import { startDocumentedAws } from './documented-aws.js';
import { patchAnswer, type Node } from './patch-answers.js';
import { programOf, workflowClient } from './workflows.js';

/** Hears what was approved. */
@Injectable()
export class ApprovedPatches {
  readonly facts: Fact<(typeof patchApproved)['schema']['_output']>[] = [];

  @Subscribes(patchApproved, 'test-patches')
  async approved(fact: Fact<(typeof patchApproved)['schema']['_output']>): Promise<void> {
    this.facts.push(fact);
    await Promise.resolve();
  }
}

/** Stands for the installation, which has tests of its own. */
const installation: Workflow = {
  ...{ workflowType: 'patch-installation', stateMachineName: 'patch-installation-workflow-dev' },
  ...{ name: 'x', description: 'of the tests', version: '1.0.0', estimatedDuration: 'a moment' },
  parameters: z.strictObject({
    ...{ correlation_id: z.string(), approved_patches: z.array(z.looseObject({})) },
    maintenanceWindow: z.looseObject({}).optional(),
  }),
  program: programOf({ StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 3600, End: true } } }),
};

@Module({ providers: [ApprovedPatches] })
class ApprovedPatchesModule {}

@Global()
@Module({ providers: [{ provide: MORE_WORKFLOWS, useValue: [installation] }], exports: [MORE_WORKFLOWS] })
export class InstallationStandIn {}

/** AWS Config, which is not in the emulator, has nothing to say. */
const COMPLIANT = {
  ComplianceSummary: { NonCompliantResourceCount: { CappedCount: 0, CapExceeded: false } },
};

export interface AskedApproval {
  id: string;
  title: string;
  level: number;
  requestedBy: string;
  expiresAt: string;
  details: Record<string, unknown>;
}

/** The app with an account whose nodes lack patches, as Systems Manager would tell: the emulator has none. */
export async function startPatchApp(
  emulator: string,
  env: Record<string, string> = {},
  modules: NonNullable<Parameters<typeof startScanApp>[2]> = [InstallationStandIn],
) {
  const state: { nodes: Record<string, Node> } = { nodes: {} };
  const aws = await startDocumentedAws(emulator, ({ operation, input, region }) =>
    operation === 'GetComplianceSummaryByConfigRule'
      ? COMPLIANT
      : patchAnswer(operation, input, region === HOME ? state.nodes : {}),
  );
  const on: ScanApp = await startScanApp(aws.url, env, [ApprovedPatchesModule, ...modules]);
  const workflows = workflowClient(on.app, on.keys.operator);
  const savePolicy = (policy: object) => on.asAdmin.must('PUT', '/patching/policy', policy);
  await savePolicy({ startOnCritical: false });

  /** The question that an execution asks now. */
  const asked = (executionId: string, unlike?: string): Promise<AskedApproval> =>
    eventually(async () => {
      const path = `/approvals?executionId=${executionId}&status=pending`;
      const { items } = await on.get<{ items: { id: string }[] }>(path);
      const id = items.find((one) => one.id !== unlike)?.id;
      return id === undefined ? undefined : on.get<AskedApproval>(`/approvals/${id}`);
    });
  const decide = (id: string, how: 'approve' | 'reject', key = on.keys.approver) =>
    on.app.request('POST', `/approvals/${id}/${how}`, { key, body: {} });
  const start = (parameters: object = {}) =>
    workflows.start('patch-approval', { scanType: 'patches', ...parameters });
  const output = async (executionArn: string) =>
    (await workflows.until(executionArn, 'SUCCEEDED'))['output'] as Record<string, unknown>;
  const executions = async () =>
    on.app.database.query<{
      id: string;
      name: string;
      status: string;
      requested_by: string;
      input: string;
      workflow_type: string;
    }>('SELECT * FROM executions ORDER BY id');
  const close = async () => {
    await on.close();
    await aws.close();
  };
  const facts = on.app.app.get(ApprovedPatches, { strict: false }).facts;
  return { on, state, workflows, savePolicy, asked, decide, start, output, executions, facts, close };
}
export type PatchApp = Awaited<ReturnType<typeof startPatchApp>>;
