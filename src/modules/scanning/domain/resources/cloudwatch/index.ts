import { type ResourceType } from '../../resource-type.js';
import { alarm } from './alarm.js';

export const cloudwatchTypes: readonly ResourceType[] = [alarm];
