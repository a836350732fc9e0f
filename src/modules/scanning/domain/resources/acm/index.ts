import { type ResourceType } from '../../resource-type.js';

export const acmTypes: readonly ResourceType[] = [];
