import { type Control } from '../../control.js';
import { notPubliclyAccessible } from './not-publicly-accessible.js';
import { automaticRotationEnabled, rotatedPeriodically } from './rotation.js';
import { unused } from './unused.js';

export const secretsmanagerControls: readonly Control[] = [
  automaticRotationEnabled,
  rotatedPeriodically,
  unused,
  notPubliclyAccessible,
];
