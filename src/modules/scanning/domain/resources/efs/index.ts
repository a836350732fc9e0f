import { type ResourceType } from '../../resource-type.js';

export const efsTypes: readonly ResourceType[] = [];
