import type { Fix } from '../fix.js';
import { containAccessKey } from './access-key.js';
import { containBucket } from './bucket.js';
import { containInstance } from './instance.js';
import { containUser } from './user.js';

/** What cuts a resource off while somebody looks into it; taking one back releases it. Incident response chooses. */
export const containments: readonly Fix[] = [containInstance, containAccessKey, containUser, containBucket];
