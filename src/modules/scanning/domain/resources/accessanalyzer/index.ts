import { type ResourceType } from '../../resource-type.js';

export const accessanalyzerTypes: readonly ResourceType[] = [];
