import { type ResourceType } from '../../resource-type.js';
import { ecrRepository } from './repository.js';

export const ecrTypes: readonly ResourceType[] = [ecrRepository];
