import { type ResourceType } from '../../resource-type.js';
import { snsSubscription } from './subscription.js';
import { snsTopic } from './topic.js';

export const snsTypes: readonly ResourceType[] = [snsTopic, snsSubscription];
