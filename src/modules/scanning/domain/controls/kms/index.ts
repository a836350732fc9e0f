import { type Control } from '../../control.js';
import { kmsNotDeletedUnintentionally } from './not-deleted-unintentionally.js';
import { kmsNotPubliclyAccessible } from './not-publicly-accessible.js';
import { kmsRotationEnabled } from './rotation-enabled.js';

export const kmsControls: readonly Control[] = [
  kmsRotationEnabled,
  kmsNotDeletedUnintentionally,
  kmsNotPubliclyAccessible,
];
