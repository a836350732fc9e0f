import { type Control } from '../../control.js';
import { isEnabled } from './is-enabled.js';
import { malwareProtectionEnabled, s3ProtectionEnabled } from './protection-plans.js';

export const guarddutyControls: readonly Control[] = [
  isEnabled,
  s3ProtectionEnabled,
  malwareProtectionEnabled,
];
