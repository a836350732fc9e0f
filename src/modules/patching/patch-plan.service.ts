import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import type { TaskContext } from '../../platform/tasks/index.js';
import { notFound } from '../../shared/app-error.js';
import { newId } from '../../shared/ids.js';
import type { Policy } from '../remediation/index.js';
import { ExecutionOwners } from '../workflows/index.js';
import { batchesOf, type Batch } from './domain/batches.js';
import { byInstance, type ApprovedPatch } from './domain/installation.js';
import { PatchBatchStore } from './patch-batches.store.js';
import type { InstallationInput } from './patch-installation.schemas.js';
import { PatchInstallationStore, type Installation, type NewInstance } from './patch-installations.store.js';
import { PatchInstances, type PlannedInstance } from './patch-instances.service.js';

/** What the workflow goes on with. */
export interface Plan {
  next: 'install' | 'approve' | 'nothing';
  batchIds: string[];
  reason: string;
  /** The input of request-approval. */
  approval: { title: string; level: number; quorum: number; details: Record<string, unknown> };
}

const MOST_SHOWN = 100;

/** Makes of approved patches the batches in which they are installed. */
@Injectable()
export class PatchPlan {
  constructor(
    private readonly database: Database,
    private readonly installations: PatchInstallationStore,
    private readonly batches: PatchBatchStore,
    private readonly instances: PatchInstances,
    private readonly owners: ExecutionOwners,
  ) {}

  /** The installation of an execution, once. @throws TaskFailure where no execution asks */
  async begin({ approvedPatches, correlationId, options }: InstallationInput, context: TaskContext) {
    const { tenantId } = context;
    const { executionId, actor } = await this.owners.of(context);
    const row = await this.database.withTenant(tenantId, (tx) =>
      this.installations.insert(tx, {
        ...{ id: newId('pin'), tenantId, executionId, approvedPatches, options },
        ...{ requestedBy: actor.owner, requestedByKey: actor.keyId },
        correlationId: correlationId ?? executionId,
      }),
    );
    return {
      ...{ installationId: row.id, correlation_id: row.correlationId },
      settleSeconds: row.options.settleSeconds,
    };
  }

  /** Once: what another attempt has planned stays. @throws AppError NOT_FOUND */
  async plan(tenantId: string, installationId: string): Promise<Plan> {
    const row = await this.find(tenantId, installationId);
    if (row.plannedAt === null) await this.#write(row);
    return this.#answer(row);
  }

  /** The batches that patches would be installed in; nothing is written. */
  async preview(tenantId: string, patches: readonly ApprovedPatch[], options: Installation['options']) {
    const looked = await this.instances.look(tenantId, 'plan', byInstance(patches), options);
    const able = looked.filter(({ reason }) => reason === null);
    const { unapproved } = await this.#unapproved(tenantId, patches, able);
    return {
      batches: batchesOf(able, options),
      refused: looked.filter(({ reason }) => reason !== null),
      needsApproval: unapproved.length > 0,
    };
  }

  async find(tenantId: string, installationId: string): Promise<Installation> {
    const row = await this.database.withTenant(tenantId, (tx) =>
      this.installations.find(tx, tenantId, installationId),
    );
    if (row === undefined) throw notFound('installation', installationId);
    return row;
  }

  async #write(row: Installation): Promise<void> {
    const { tenantId, id, options } = row;
    const looked = await this.instances.look(tenantId, id, byInstance(row.approvedPatches), options);
    const batches = batchesOf(
      looked.filter(({ reason }) => reason === null),
      options,
    ).map((batch, seq) => ({ ...batch, seq: seq + 1, id: newId('pbat') }));
    const refused = looked.filter(({ reason }) => reason !== null);
    const rows = [
      ...batches.flatMap(({ id: batchId, instances }) => instances.map((one) => toRow(one, batchId))),
      ...refused.map((one) => toRow(one, null)),
    ].map((one, seq) => ({ ...one, seq: seq + 1 }));
    await this.database.withTenant(tenantId, async (tx) => {
      const at = await this.database.now(tx);
      await this.installations.plan(tx, row, {
        batches: batches.map(({ instances: _, ...batch }) => batch),
        ...{ instances: rows, at },
      });
      const end = { status: 'refused' as const, reason: reasonsOf(refused), endedAt: at };
      if (batches.length === 0) await this.installations.end(tx, tenantId, id, end);
    });
  }

  async #answer({ tenantId, id, approvedPatches, options }: Installation): Promise<Plan> {
    const { batches, instances } = await this.database.withTenant(tenantId, async (tx) => ({
      batches: await this.batches.ofInstallation(tx, tenantId, id),
      instances: await this.batches.instances(tx, tenantId, { installationId: id }),
    }));
    const able = instances.filter(({ batchId }) => batchId !== null);
    const { unapproved, policies } = await this.#unapproved(tenantId, approvedPatches, able);
    const title = `Install patches on ${able.length} instance${able.length === 1 ? '' : 's'}`;
    const details = {
      installationId: id,
      batches: batches.length,
      rebootOption: options.rebootOption,
      snapshot: options.snapshot,
      patches: unapproved.slice(0, MOST_SHOWN).map(({ patchId, instanceId, severity }) => ({
        ...{ patchId, instanceId, severity },
      })),
      more: Math.max(0, unapproved.length - MOST_SHOWN),
    };
    return {
      next: batches.length === 0 ? 'nothing' : unapproved.length > 0 ? 'approve' : 'install',
      batchIds: batches.map((batch) => batch.id),
      reason: reasonsOf(instances.filter(({ status }) => status === 'refused')),
      approval: {
        ...{ title, details, level: Math.max(1, ...policies.map(({ approval }) => approval.levels)) },
        quorum: Math.max(1, ...policies.map(({ approval }) => approval.quorum)),
      },
    };
  }

  /** What nobody has approved, in accounts whose guardrails ask for it. */
  async #unapproved(
    tenantId: string,
    patches: readonly ApprovedPatch[],
    able: readonly { accountId: string; instanceId: string }[],
  ): Promise<{ unapproved: ApprovedPatch[]; policies: Policy[] }> {
    const policies = await this.instances.policies(tenantId, able);
    const asking = patches.filter(
      ({ accountId, instanceId }) =>
        policies.get(accountId)?.approval.always !== false &&
        able.some((one) => one.instanceId === instanceId && one.accountId === accountId),
    );
    const unapproved = await this.database.withTenant(tenantId, (tx) =>
      this.installations.unapproved(tx, tenantId, asking),
    );
    const accounts = new Set(unapproved.map(({ accountId }) => accountId));
    return { unapproved, policies: [...policies.values()].filter((one) => accounts.has(one.accountId)) };
  }
}

/** Why nothing is installed, each reason once. */
const reasonsOf = (instances: readonly { reason: string | null }[]): string =>
  [...new Set(instances.flatMap(({ reason }) => reason ?? []))].slice(0, 5).join('; ').slice(0, 1000);

export type PlannedBatch = Batch<PlannedInstance>;

const toRow = (one: PlannedInstance, batchId: string | null): Omit<NewInstance, 'seq'> => {
  const { accountId, region, instanceId, zone, groups, patches, facts, reason, notes } = one;
  return {
    ...{
      id: newId('pnod'),
      batchId,
      accountId,
      region,
      instanceId,
      zone,
      groups: [...groups],
      patches,
      facts,
    },
    ...{ status: reason === null ? 'pending' : 'refused', reason, notes },
  };
};
