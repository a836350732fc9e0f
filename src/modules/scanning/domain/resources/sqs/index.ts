import { type ResourceType } from '../../resource-type.js';
import { sqsQueue } from './queue.js';

export const sqsTypes: readonly ResourceType[] = [sqsQueue];
