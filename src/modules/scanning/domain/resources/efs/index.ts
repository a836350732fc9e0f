import { type ResourceType } from '../../resource-type.js';
import { efsFileSystem } from './file-system.js';

export const efsTypes: readonly ResourceType[] = [efsFileSystem];
