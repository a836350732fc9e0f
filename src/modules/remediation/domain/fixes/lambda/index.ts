import type { Fix } from '../../fix.js';
import { authenticateUrl } from './function-url.js';
import { closePolicy } from './policy.js';
import { traceCalls } from './tracing.js';

export const lambdaFixes: readonly Fix[] = [closePolicy, authenticateUrl, traceCalls];
