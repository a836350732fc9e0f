import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { notFound } from '../../shared/app-error.js';
import { newId } from '../../shared/ids.js';
import type { ExecutionOwner } from '../workflows/index.js';
import { batchesOf, type Batch } from './domain/batches.js';
import { byInstance, type ApprovedPatch } from './domain/installation.js';
import { PatchAgreement, type PatchNeed } from './patch-agreement.service.js';
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
  approval: { title: string; levels: number; quorum: number; details: Record<string, unknown> };
}

const MOST_SHOWN = 100;
/** A question takes 32 KB of details; a command of the health check is up to 4,000 characters. */
const MOST_SHOWN_BYTES = 12_000;
const ALL_OF_BASELINE =
  'Each instance installs all that its patch baseline approves, and not the patches named here alone';

/** Makes of approved patches the batches in which they are installed. */
@Injectable()
export class PatchPlan {
  constructor(
    private readonly database: Database,
    private readonly installations: PatchInstallationStore,
    private readonly batches: PatchBatchStore,
    private readonly instances: PatchInstances,
    private readonly agreement: PatchAgreement,
  ) {}

  /** The installation of an execution, once. */
  async begin(
    { approvedPatches, correlationId, options }: InstallationInput,
    { executionId, actor }: ExecutionOwner,
  ) {
    const { tenantId } = actor;
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
    const { unapproved } = await this.#need(tenantId, patches, able, options);
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
    const { unapproved, levels, quorum } = await this.#need(tenantId, approvedPatches, able, options);
    const shown = shownOf(unapproved);
    const title = `Install patches on ${able.length} instance${able.length === 1 ? '' : 's'}`;
    const details = {
      installationId: id,
      batches: batches.length,
      // all that is done to instances, so that nobody agrees to a command that they have not seen
      ...{ options, patches: shown, more: unapproved.length - shown.length },
      ...(options.installOverrideList === undefined ? { note: ALL_OF_BASELINE } : {}),
    };
    return {
      next: batches.length === 0 ? 'nothing' : unapproved.length > 0 ? 'approve' : 'install',
      batchIds: batches.map((batch) => batch.id),
      reason: reasonsOf(instances.filter(({ status }) => status === 'refused')),
      approval: { title, details, levels: levels.length, quorum },
    };
  }

  /** What people have to agree to, of instances that can be patched. */
  async #need(
    tenantId: string,
    patches: readonly ApprovedPatch[],
    able: readonly { accountId: string; region: string; instanceId: string }[],
    options: Installation['options'],
  ): Promise<PatchNeed> {
    const keyOf = (one: (typeof able)[number]) => JSON.stringify([one.accountId, one.region, one.instanceId]);
    const keys = new Set(able.map(keyOf));
    const concerned = patches.filter((patch) => keys.has(keyOf(patch)));
    return this.database.withTenant(tenantId, (tx) => this.agreement.need(tx, tenantId, concerned, options));
  }
}

function shownOf(patches: readonly ApprovedPatch[]) {
  const shown: Pick<ApprovedPatch, 'patchId' | 'instanceId' | 'severity'>[] = [];
  let bytes = 0;
  for (const { patchId, instanceId, severity } of patches.slice(0, MOST_SHOWN)) {
    const one = { patchId, instanceId, severity };
    bytes += Buffer.byteLength(JSON.stringify(one)) + 1;
    if (bytes > MOST_SHOWN_BYTES) break;
    shown.push(one);
  }
  return shown;
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
