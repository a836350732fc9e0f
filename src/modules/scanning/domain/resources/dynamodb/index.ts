import { type ResourceType } from '../../resource-type.js';
import { dynamodbTable } from './table.js';

export const dynamodbTypes: readonly ResourceType[] = [dynamodbTable];
