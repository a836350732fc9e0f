import { type ResourceType } from '../../resource-type.js';

export const guarddutyTypes: readonly ResourceType[] = [];
