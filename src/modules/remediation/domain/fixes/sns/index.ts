import type { Fix } from '../../fix.js';
import { closeTopic, encryptTopic } from './topic.js';

export const snsFixes: readonly Fix[] = [encryptTopic, closeTopic];
