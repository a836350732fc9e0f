import { type Reader } from '../reader.js';
import { accountTrailsReader } from './account-trails.js';
import { trailReader } from './trail.js';

export const cloudtrailReaders: readonly Reader[] = [trailReader, accountTrailsReader];
