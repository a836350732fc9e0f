import { type ResourceType } from '../../resource-type.js';
import { iamAccessKey } from './access-key.js';
import { iamUser } from './user.js';

export const iamTypes: readonly ResourceType[] = [iamUser, iamAccessKey];
