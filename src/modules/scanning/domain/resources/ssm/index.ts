import { type ResourceType } from '../../resource-type.js';

export const ssmTypes: readonly ResourceType[] = [];
