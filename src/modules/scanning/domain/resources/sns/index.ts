import { type ResourceType } from '../../resource-type.js';

export const snsTypes: readonly ResourceType[] = [];
