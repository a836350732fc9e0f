import { type ResourceType } from '../../resource-type.js';

export const securityhubTypes: readonly ResourceType[] = [];
