import type { Fix } from '../../fix.js';
import { closeSecret } from './secret.js';

export const secretsmanagerFixes: readonly Fix[] = [closeSecret];
