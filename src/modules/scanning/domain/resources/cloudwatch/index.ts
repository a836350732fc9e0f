import { type ResourceType } from '../../resource-type.js';

export const cloudwatchTypes: readonly ResourceType[] = [];
