import type { Schemas } from '../../api/api.js';

export type InstallationStatus = Schemas['PatchInstallation']['status'];
export type BatchStatus = Schemas['PatchBatch']['status'];
export type AskedStatus = Schemas['PatchApprovalSummary']['status'];
type InstanceStatus = Schemas['PatchBatch']['instances'][number]['status'];
type ComplianceStatus = Schemas['PatchCompliance']['status'];

export const installationStatuses: readonly InstallationStatus[] = [
  ...(['planning', 'running', 'completed', 'completed_with_failures', 'failed', 'stopped'] as const),
  'refused',
];
export const askedStatuses: readonly AskedStatus[] = [
  ...(['pending', 'approved', 'rejected', 'expired', 'abandoned'] as const),
];

export const isUnderWay = (status: InstallationStatus): boolean =>
  status === 'planning' || status === 'running';

const BATCHES_UNDER_WAY: readonly BatchStatus[] = [
  ...(['pending', 'snapshotting', 'installing', 'validating', 'rolling_back'] as const),
];
export const isBatchUnderWay = (status: BatchStatus): boolean => BATCHES_UNDER_WAY.includes(status);

/** What can be given back the root volumes that it had. */
const CAN_BE_ROLLED_BACK: readonly BatchStatus[] = ['succeeded', 'failed', 'stopped', 'rollback_failed'];
export const canBeRolledBack = (status: BatchStatus): boolean => CAN_BE_ROLLED_BACK.includes(status);

type Status = InstallationStatus | BatchStatus | AskedStatus | InstanceStatus | ComplianceStatus;

const GOOD: readonly Status[] = ['completed', 'succeeded', 'patched', 'compliant', 'approved'];
const BAD: readonly Status[] = [
  ...(['failed', 'stopped', 'refused', 'rollback_failed', 'non_compliant', 'rejected', 'expired'] as const),
];
const MIXED: readonly Status[] = ['completed_with_failures', 'rolled_back', 'rolling_back', 'pending'];

function toneOf(status: Status): string {
  if (GOOD.includes(status)) return 'good';
  if (BAD.includes(status)) return 'problem';
  return MIXED.includes(status) ? 'medium' : 'low';
}

export const inWords = (status: string): string => status.replace('non_', 'non-').replaceAll('_', ' ');

export const StatusBadge = ({ of }: { of: Status }) => (
  <span className={`badge ${toneOf(of)}`}>{inWords(of)}</span>
);
