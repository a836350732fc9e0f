import { type ResourceType } from '../../resource-type.js';

export const rdsTypes: readonly ResourceType[] = [];
