import { type ResourceType } from '../../resource-type.js';

export const ecrTypes: readonly ResourceType[] = [];
