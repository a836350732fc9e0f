import { type ResourceType } from '../../resource-type.js';

export const logsTypes: readonly ResourceType[] = [];
