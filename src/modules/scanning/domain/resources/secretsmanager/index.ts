import { type ResourceType } from '../../resource-type.js';

export const secretsmanagerTypes: readonly ResourceType[] = [];
