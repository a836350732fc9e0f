/**
 * What DescribeInstancePatches says of a patch: Installed, InstalledOther, InstalledPendingReboot, InstalledRejected,
 * Missing, Failed, NotApplicable (systems-manager/latest/APIReference/API_PatchComplianceData.html).
 */
export type PatchStates = Readonly<Record<string, string>>;

const INSTALLED = ['Installed', 'InstalledOther'];
const PENDING = 'InstalledPendingReboot';
/** On the disk, whatever the baseline says of them. */
const PRESENT = [...INSTALLED, PENDING, 'InstalledRejected'];

/** Whether any patch waits for a restart. */
export const waitsForReboot = (states: PatchStates): boolean => Object.values(states).includes(PENDING);

/**
 * Why patches are not installed, a line each; none: all are.
 * @param mayWait nobody may restart the instance: a patch that waits for that has come as far as it can
 */
export function notInstalled(patchIds: readonly string[], states: PatchStates, mayWait: boolean): string[] {
  return patchIds.flatMap((id) => {
    const state = states[id];
    if (state !== undefined && (INSTALLED.includes(state) || (mayWait && state === PENDING))) return [];
    return `${id} is ${state ?? 'not known on the instance: its patch baseline does not list it'}`;
  });
}

const present = (states: PatchStates): string[] =>
  Object.entries(states)
    .filter(([, state]) => PRESENT.includes(state))
    .map(([id]) => id)
    .sort();

/** What is other on the disk than before, a line each; none: the same patches are there. */
export function differences(before: PatchStates, now: PatchStates): string[] {
  const [had, has] = [present(before), present(now)];
  return [
    ...has.filter((id) => !had.includes(id)).map((id) => `${id} is there, and was not before`),
    ...had.filter((id) => !has.includes(id)).map((id) => `${id} was there before, and is not any more`),
  ];
}

export interface PatchCounts {
  installed: number;
  missing: number;
  failed: number;
  pendingReboot: number;
}

export function countsOf(states: PatchStates): PatchCounts {
  const all = Object.values(states);
  const count = (wanted: readonly string[]) => all.filter((state) => wanted.includes(state)).length;
  return {
    installed: count(INSTALLED),
    missing: count(['Missing']),
    failed: count(['Failed']),
    pendingReboot: count([PENDING]),
  };
}
