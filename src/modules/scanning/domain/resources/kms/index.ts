import { type ResourceType } from '../../resource-type.js';
import { kmsKey } from './key.js';

export const kmsTypes: readonly ResourceType[] = [kmsKey];
