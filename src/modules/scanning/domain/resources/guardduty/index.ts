import { type ResourceType } from '../../resource-type.js';
import { guardDutyDetector } from './detector.js';
import { guardDutyProtection } from './protection.js';

export const guarddutyTypes: readonly ResourceType[] = [guardDutyProtection, guardDutyDetector];
