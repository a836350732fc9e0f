import { type ResourceType } from '../../resource-type.js';

export const lambdaTypes: readonly ResourceType[] = [];
