import { type ResourceType } from '../../resource-type.js';

export const kmsTypes: readonly ResourceType[] = [];
