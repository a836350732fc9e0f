import { type Control } from '../../control.js';
import { kmsEncryption, notPubliclyAccessible } from './access.js';
import { lifecyclePolicyEnabled, scanImagesOnPush, tagImmutability } from './images.js';

export const ecrControls: readonly Control[] = [
  scanImagesOnPush,
  lifecyclePolicyEnabled,
  tagImmutability,
  kmsEncryption,
  notPubliclyAccessible,
];
