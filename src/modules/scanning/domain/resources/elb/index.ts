import { type ResourceType } from '../../resource-type.js';

export const elbTypes: readonly ResourceType[] = [];
