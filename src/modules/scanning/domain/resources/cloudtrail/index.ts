import { type ResourceType } from '../../resource-type.js';

export const cloudtrailTypes: readonly ResourceType[] = [];
