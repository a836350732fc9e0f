import type { PatchStates } from './patch-states.js';
import type { BatchStatus, InstallationStatus, InstanceStatus } from './statuses.js';

/** A patch that may be installed on an instance. */
export interface ApprovedPatch {
  patchId: string;
  instanceId: string;
  accountId: string;
  region: string;
  severity: string;
  cveIds: readonly string[];
}

/** A patch of one instance. */
export type InstancePatch = Pick<ApprovedPatch, 'patchId' | 'severity' | 'cveIds'>;

/** An instance with all that was approved for it. */
export interface WantedInstance {
  accountId: string;
  region: string;
  instanceId: string;
  patches: InstancePatch[];
}

/** By instance, in the order of their first patches; what is approved twice counts once. */
export function byInstance(patches: readonly ApprovedPatch[]): WantedInstance[] {
  const wanted = new Map<string, WantedInstance>();
  for (const { accountId, region, instanceId, ...patch } of patches) {
    const key = JSON.stringify([accountId, region, instanceId]);
    const one = wanted.get(key) ?? { accountId, region, instanceId, patches: [] };
    if (!one.patches.some(({ patchId }) => patchId === patch.patchId)) one.patches.push(patch);
    wanted.set(key, one);
  }
  return [...wanted.values()];
}

/** How an instance was when it was planned. */
export interface InstanceFacts {
  rootVolumeId: string | null;
  volumeIds: readonly string[];
  isWindows: boolean;
  privateIp: string | null;
  tags: Readonly<Record<string, string>>;
}

export interface Health {
  /** EC2's two status checks. */
  instance: 'ok' | 'impaired';
  agent: string;
  /** null: nobody asked for it. */
  http: CheckResult | null;
  command: CheckResult | null;
  /** Patches that are not installed, a line each. */
  patches: readonly string[];
}

export interface CheckResult {
  ok: boolean;
  /** What the instance said. */
  output: string;
}

/** An instance after it was taken back. */
export interface Restored {
  rootVolumeId: string | null;
  states: PatchStates;
  /** From how it was before, a line each; none: it is as before. */
  differences: readonly string[];
}

export interface PatchInstanceRow {
  id: string;
  tenantId: string;
  installationId: string;
  batchId: string | null;
  seq: number;
  accountId: string;
  region: string;
  instanceId: string;
  zone: string | null;
  groups: string[];
  patches: InstancePatch[];
  facts: InstanceFacts | null;
  status: InstanceStatus;
  reason: string | null;
  notes: string[];
  before: PatchStates | null;
  after: PatchStates | null;
  restored: Restored | null;
  health: Health | null;
  startedAt: Date | null;
  endedAt: Date | null;
}

export interface PatchBatchRow {
  id: string;
  tenantId: string;
  installationId: string;
  seq: number;
  accountId: string;
  region: string;
  zone: string | null;
  status: BatchStatus;
  reason: string | null;
  claim: number;
  rollbacks: number;
  startedAt: Date | null;
  endedAt: Date | null;
}

export interface PatchInstallationRow<Options = unknown> {
  id: string;
  tenantId: string;
  executionId: string;
  status: InstallationStatus;
  approvedPatches: ApprovedPatch[];
  options: Options;
  requestedBy: string;
  requestedByKey: string;
  correlationId: string;
  approval: unknown;
  reason: string | null;
  createdAt: Date;
  plannedAt: Date | null;
  endedAt: Date | null;
}
