import type { PatchPolicy } from './patch-approval-policy.js';

export const approvalKinds = ['critical', 'standard'] as const;
/** Critical patches are decided first, and wait for no others. */
export type ApprovalKind = (typeof approvalKinds)[number];

/** Who says so. */
export type ApprovalBy = 'policy' | 'people';

/** abandoned: its execution has ended without an answer. */
export const approvalStatuses = ['pending', 'approved', 'rejected', 'expired', 'abandoned'] as const;
export type PatchApprovalStatus = (typeof approvalStatuses)[number];

/** A patch on an instance: what is approved (contracts: approved_patches). */
export interface ApprovablePatch {
  patchId: string;
  instanceId: string;
  accountId: string;
  region: string;
  severity: 'critical' | 'high' | 'medium' | 'low' | 'informational';
  cveIds: string[];
  resourceArn: string;
}

/** Names a patch on an instance. */
export const patchKey = ({
  accountId,
  region,
  instanceId,
  patchId,
}: Pick<ApprovablePatch, 'accountId' | 'region' | 'instanceId' | 'patchId'>): string =>
  JSON.stringify([accountId, region, instanceId, patchId]);

export interface SortedPatches<P> {
  /** By who decides. */
  critical: Record<ApprovalBy, P[]>;
  standard: Record<ApprovalBy, P[]>;
  /** What the policy leaves out. */
  excluded: number;
  /** What is asked for, or being installed, by another execution. */
  underWay: number;
}

/** Who is to decide about which patches. @param underWay patchKeys of what another execution sees to */
export function sortPatches<P extends ApprovablePatch>(
  patches: readonly P[],
  policy: PatchPolicy,
  underWay: ReadonlySet<string>,
): SortedPatches<P> {
  const sorted: SortedPatches<P> = {
    ...{ critical: { policy: [], people: [] }, standard: { policy: [], people: [] } },
    ...{ excluded: 0, underWay: 0 },
  };
  for (const patch of patches) {
    if (policy.excludedPatches.some((pattern) => fitsPattern(pattern, patch.patchId))) sorted.excluded += 1;
    else if (underWay.has(patchKey(patch))) sorted.underWay += 1;
    else sorted[kindOf(patch)][whoDecides(patch, policy)].push(patch);
  }
  return sorted;
}

const kindOf = ({ severity }: ApprovablePatch): ApprovalKind =>
  severity === 'critical' ? 'critical' : 'standard';

function whoDecides({ severity }: ApprovablePatch, policy: PatchPolicy): ApprovalBy {
  const isAutomatic =
    severity === 'critical' ? policy.autoApproveCritical : policy.autoApproveSeverities.includes(severity);
  return isAutomatic ? 'policy' : 'people';
}

/**
 * Whether a patch's id fits a pattern in which `*` is any characters. Upper and lower case are one, as Windows writes KB
 * numbers either way. Each part is taken where it comes first, so that no pattern takes long.
 */
export function fitsPattern(pattern: string, patchId: string): boolean {
  const [first = '', ...rest] = pattern.toLowerCase().split('*');
  const text = patchId.toLowerCase();
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
