import { type ResourceType } from '../../resource-type.js';
import { securityHub } from './hub.js';

export const securityhubTypes: readonly ResourceType[] = [securityHub];
