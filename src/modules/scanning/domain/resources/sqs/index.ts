import { type ResourceType } from '../../resource-type.js';

export const sqsTypes: readonly ResourceType[] = [];
