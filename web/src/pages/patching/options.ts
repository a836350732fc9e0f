import type { Schemas } from '../../api/api.js';
import { textIn } from '../../ui/fields.js';
import { windowIn } from './window.js';

export type Options = NonNullable<Schemas['StartPatchInstallation']['options']>;

export const snapshots = ['ebs', 'ami', 'none'] as const;
export const reboots = ['RebootIfNeeded', 'NoReboot'] as const;

const NUMBERS = [
  ...(['batchSize', 'batchPercent', 'maxConcurrent', 'maxFailedBatches', 'settleSeconds'] as const),
  'keepSnapshotsDays',
] as const;

/** What a form says of it; a field that is left empty has its default. */
export function optionsIn(form: FormData): Options {
  const numbers = NUMBERS.flatMap((name) => {
    const text = textIn(form, name);
    return text === '' ? [] : [[name, Number(text)]];
  });
  const checks = (['httpUrl', 'ssmCommand'] as const).flatMap((name) => {
    const text = textIn(form, name);
    return text === '' ? [] : [[name, text]];
  });
  const maintenanceWindow = windowIn(form);
  return {
    ...(Object.fromEntries(numbers) as Partial<Record<(typeof NUMBERS)[number], number>>),
    snapshot: snapshots.find((one) => one === textIn(form, 'snapshot')) ?? 'ebs',
    rebootOption: reboots.find((one) => one === textIn(form, 'rebootOption')) ?? 'RebootIfNeeded',
    rollback: form.has('rollback'),
    healthCheck: Object.fromEntries(checks) as NonNullable<Options['healthCheck']>,
    ...(maintenanceWindow === null ? {} : { maintenanceWindow }),
  };
}
