import type { Fix } from '../../fix.js';
import { detectorPlanFixes, enableGuardDuty } from './detector.js';

export const guarddutyFixes: readonly Fix[] = [enableGuardDuty, ...detectorPlanFixes];
