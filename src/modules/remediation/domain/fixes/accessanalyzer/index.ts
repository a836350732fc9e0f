import type { Fix } from '../../fix.js';
import { createAnalyzer } from './analyzer.js';

export const accessanalyzerFixes: readonly Fix[] = [createAnalyzer];
