import { type ResourceType } from '../../resource-type.js';
import { ssmManagedInstance } from './managed-instance.js';

export const ssmTypes: readonly ResourceType[] = [ssmManagedInstance];
