import { type ResourceType } from '../../resource-type.js';

export const dynamodbTypes: readonly ResourceType[] = [];
