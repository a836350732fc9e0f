import { type ResourceType } from '../../resource-type.js';
import { accountTrails } from './account-trails.js';
import { trail } from './trail.js';

export const cloudtrailTypes: readonly ResourceType[] = [trail, accountTrails];
