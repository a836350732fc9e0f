export const complianceStatuses = ['compliant', 'non_compliant', 'unknown'] as const;
export type ComplianceStatus = (typeof complianceStatuses)[number];

export interface PatchFigures {
  status: ComplianceStatus;
  /** null: not known. */
  installed: number | null;
  missing: number | null;
  failed: number | null;
  pendingReboot: number | null;
  /** When Patch Manager last looked, or installed. */
  lastScanAt: string | null;
  /** Why nothing is known; null: it is. */
  reason: string | null;
}

const UNKNOWN = {
  ...{ status: 'unknown' as const, installed: null, missing: null, failed: null },
  ...{ pendingReboot: null, lastScanAt: null },
};

/** What the inventory says of a machine's patches: its `patchState`. */
export function figuresOf(patchState: unknown): PatchFigures {
  if (typeof patchState !== 'object' || patchState === null)
    return { ...UNKNOWN, reason: 'Patch Manager has not looked at it: run AWS-RunPatchBaseline' };
  const state = patchState as Record<string, unknown>;
  if ('noEvidence' in state) return { ...UNKNOWN, reason: String(state['message'] ?? state['noEvidence']) };
  const [missing, failed, pendingReboot] = [
    number(state['missing']),
    number(state['failed']),
    number(state['pendingReboot']),
  ];
  const open = (missing ?? 0) + (failed ?? 0) + (pendingReboot ?? 0);
  const at = state['operationAt'];
  return {
    ...{ status: open === 0 ? 'compliant' : 'non_compliant', missing, failed, pendingReboot, reason: null },
    ...{ installed: number(state['installed']), lastScanAt: typeof at === 'string' ? at : null },
  };
}

const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);
