import { counter, figure } from '../../platform/telemetry/index.js';
import { countFailure } from '../scanning/index.js';
import type { Progress } from './domain/statuses.js';

const DIMENSIONS = ['Environment', 'Service'] as const;
export const PATCH_INSTALLATION_SERVICE = 'patch-installation';

const batches = counter('PatchBatches', 'Batches of patches by how they ended', [...DIMENSIONS, 'Outcome'], {
  unit: 'Count',
});
const successRate = figure(
  'PatchSuccessRate',
  'Batches of the last installation that succeeded, per cent',
  DIMENSIONS,
  { unit: 'Percent' },
);
const instances = figure(
  'PatchInstances',
  'Instances of the last installation by how they ended',
  [...DIMENSIONS, 'Outcome'],
  { unit: 'Count' },
);

/** Why a batch failed, by what was being done (specs/3: Failures by FailureType). */
export type PatchFailure =
  'SnapshotFailed' | 'InstallationFailed' | 'HealthValidationFailed' | 'RollbackFailed' | 'Stopped';

export const countPatchFailure = (environment: string, type: PatchFailure): void =>
  countFailure(environment, PATCH_INSTALLATION_SERVICE, type);

/** An installation has ended. */
export function countInstallation(
  environment: string,
  { succeeded, failed, notStarted, successRate: rate }: Progress,
  ends: Readonly<Record<string, number>>,
): void {
  const dimensions = { Environment: environment, Service: PATCH_INSTALLATION_SERVICE };
  for (const [Outcome, count] of Object.entries({ succeeded, failed, not_started: notStarted }))
    batches.add({ ...dimensions, Outcome }, count);
  successRate.set(dimensions, rate);
  for (const [Outcome, count] of Object.entries(ends)) instances.set({ ...dimensions, Outcome }, count);
}
