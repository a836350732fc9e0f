import type { Fix } from '../../fix.js';
import { protectTable, recoverTable } from './table.js';

export const dynamodbFixes: readonly Fix[] = [recoverTable, protectTable];
