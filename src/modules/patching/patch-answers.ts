import type { Kept } from './aws/patching-aws.js';
import type { PatchBatchRow, PatchInstanceRow } from './domain/installation.js';
import { countsOf, type PatchStates } from './domain/patch-states.js';
import { progressOf } from './domain/statuses.js';
import type {
  BatchAnswer,
  InstallationAnswer,
  InstallationPreview,
  InstallationSummary,
} from './patch-installations.schemas.js';
import type { Installation } from './patch-installations.store.js';
import type { PlannedInstance } from './patch-instances.service.js';
import { SNAPSHOT } from './patch-preparation.service.js';
import type { PlannedBatch } from './patch-plan.service.js';
import type { StepRow } from './patch-steps.store.js';

export function summaryOf(row: Installation): InstallationSummary {
  const { id, tenantId, executionId, correlationId, status, reason, requestedBy, createdAt, endedAt } = row;
  return { id, tenantId, executionId, correlationId, status, reason, requestedBy, createdAt, endedAt };
}

const batchSummaryOf = ({
  id,
  seq,
  accountId,
  region,
  zone,
  status,
  reason,
  startedAt,
  endedAt,
}: PatchBatchRow) => ({
  ...{ id, seq, accountId, region, zone, status, reason, startedAt, endedAt },
});

export function installationAnswerOf(
  row: Installation,
  batches: readonly PatchBatchRow[],
  instances: readonly PatchInstanceRow[],
): InstallationAnswer {
  return {
    ...summaryOf(row),
    progress: progressOf(batches.map(({ status }) => status)),
    ...{ options: row.options, approval: row.approval },
    batches: batches.map(batchSummaryOf),
    refused: instances
      .filter(({ status }) => status === 'refused')
      .map(({ instanceId, accountId, region, reason }) => ({ instanceId, accountId, region, reason })),
  };
}

export function batchAnswerOf(
  batch: PatchBatchRow,
  instances: readonly PatchInstanceRow[],
  steps: ReadonlyMap<string, readonly StepRow[]>,
): BatchAnswer {
  const { installationId, rollbacks } = batch;
  return {
    ...{ ...batchSummaryOf(batch), installationId, rollbacks },
    instances: instances.map((one) => instanceAnswerOf(one, steps.get(one.id) ?? [])),
  };
}

function instanceAnswerOf(
  row: PatchInstanceRow,
  steps: readonly StepRow[],
): BatchAnswer['instances'][number] {
  const { id, instanceId, zone, groups, status, reason, notes, health, startedAt, endedAt, restored } = row;
  const ids = row.patches.map(({ patchId }) => patchId);
  const kept = steps.find(({ name, status: how }) => name === SNAPSHOT && how === 'done')?.result;
  return {
    ...{ id, instanceId, zone, groups, status, reason, notes, startedAt, endedAt },
    patches: row.patches.map((patch) => ({ ...patch, cveIds: [...patch.cveIds] })),
    ...{ before: shown(row.before, ids), after: shown(row.after, ids) },
    restored: restored && {
      ...{ rootVolumeId: restored.rootVolumeId, differences: [...restored.differences] },
      patches: shown(restored.states, ids),
    },
    health: health && { ...health, patches: [...health.patches] },
    kept: kept === undefined ? null : shownKept(kept as Kept),
    calls: steps.map(({ name, status: how, attempts, result, error, ...times }) => ({
      ...{ name, status: how, attempts, result, error: error?.message ?? null },
      ...{ startedAt: times.startedAt, endedAt: times.endedAt },
    })),
  };
}

const shownKept = ({ snapshotIds, rootSnapshotId, imageId }: Kept) => ({
  ...{ snapshotIds: [...snapshotIds], rootSnapshotId, imageId },
});

const shown = (states: PatchStates | null, ids: readonly string[]) =>
  states && {
    counts: countsOf(states),
    approved: Object.fromEntries(ids.map((id) => [id, states[id] ?? 'not listed'])),
  };

export function previewOf(
  needsApproval: boolean,
  batches: readonly PlannedBatch[],
  refused: readonly PlannedInstance[],
): InstallationPreview {
  return {
    needsApproval,
    batches: batches.map(({ accountId, region, zone, instances }, index) => ({
      ...{ seq: index + 1, accountId, region, zone },
      instances: instances.map(({ instanceId, groups, patches, notes }) => ({
        ...{ instanceId, groups: [...groups], notes },
        patches: patches.map((patch) => ({ ...patch, cveIds: [...patch.cveIds] })),
      })),
    })),
    refused: refused.map(({ instanceId, accountId, region, reason }) => ({
      ...{ instanceId, accountId, region, reason: reason ?? '' },
    })),
  };
}
