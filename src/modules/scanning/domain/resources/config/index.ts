import { type ResourceType } from '../../resource-type.js';

export const configTypes: readonly ResourceType[] = [];
