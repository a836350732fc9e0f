import type { ApprovablePatch, ApprovalKind } from './patch-approval.js';

/** A question takes 32 KB of details (workflows' request-approval): the rest is for what stands around the list. */
const MOST_BYTES = 24_000;
const SHOWN_CVES = 10;
const SHOWN_INSTANCES = 20;

/** A patch with the instances that lack it, as people read it. */
export interface AskedPatch {
  patchId: string;
  severity: string;
  cveIds: string[];
  instanceCount: number;
  instances: string[];
}

/** The input of a definition's task `request-approval`. */
export interface PatchQuestion {
  title: string;
  level: 1;
  expiresInSeconds: number;
  details: {
    patchApprovalId: string;
    correlationId: string;
    dueAt: string;
    patchCount: number;
    instanceCount: number;
    /** How many of the patches are not in the list: GET /patching/approvals/{patchApprovalId} has all. */
    notShown: number;
    patches: AskedPatch[];
  };
}

interface Asked {
  id: string;
  kind: ApprovalKind;
  correlationId: string;
  expiresAt: Date;
  patches: readonly ApprovablePatch[];
}

/** Asks about patches; what does not fit is counted. */
export function patchQuestion(
  { id, kind, correlationId, expiresAt, patches }: Asked,
  now: Date,
): PatchQuestion {
  const all = byPatch(patches);
  const shown: AskedPatch[] = [];
  let bytes = 0;
  for (const patch of all) {
    bytes += Buffer.byteLength(JSON.stringify(patch)) + 1;
    if (bytes > MOST_BYTES) break;
    shown.push(patch);
  }
  const instanceCount = instancesOf(patches);
  const what = kind === 'critical' ? 'critical patches' : 'patches';
  return {
    title: `Install ${all.length} ${what} on ${instanceCount} instances?`,
    level: 1,
    expiresInSeconds: Math.max(1, Math.ceil((expiresAt.getTime() - now.getTime()) / 1000)),
    details: {
      ...{ patchApprovalId: id, correlationId, dueAt: expiresAt.toISOString() },
      ...{ patchCount: all.length, instanceCount, notShown: all.length - shown.length, patches: shown },
    },
  };
}

export const instancesOf = (patches: readonly ApprovablePatch[]): number =>
  new Set(patches.map(({ accountId, region, instanceId }) => `${accountId} ${region} ${instanceId}`)).size;

function byPatch(patches: readonly ApprovablePatch[]): AskedPatch[] {
  const groups = new Map<string, ApprovablePatch[]>();
  for (const patch of patches) {
    const key = `${patch.patchId} ${patch.severity}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [patch]);
    else group.push(patch);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return [
      {
        ...{ patchId: first.patchId, severity: first.severity, instanceCount: group.length },
        cveIds: [...new Set(group.flatMap(({ cveIds }) => cveIds))].sort().slice(0, SHOWN_CVES),
        instances: group
          .map(({ accountId, region, instanceId }) => `${accountId} ${region} ${instanceId}`)
          .slice(0, SHOWN_INSTANCES),
      },
    ];
  });
}
