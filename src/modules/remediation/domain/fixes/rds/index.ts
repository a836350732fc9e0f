import type { Fix } from '../../fix.js';
import { exportLogs } from './export-logs.js';
import { privateSnapshots } from './private-snapshots.js';
import { settingFixes } from './settings.js';

export const rdsFixes: readonly Fix[] = [...settingFixes, ...exportLogs, ...privateSnapshots];
