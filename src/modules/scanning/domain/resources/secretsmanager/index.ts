import { type ResourceType } from '../../resource-type.js';
import { secret } from './secret.js';

export const secretsmanagerTypes: readonly ResourceType[] = [secret];
