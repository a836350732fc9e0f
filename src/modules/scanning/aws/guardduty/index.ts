import { type Reader } from '../reader.js';
import { guardDutyDetectorReader } from './detector.js';
import { guardDutyProtectionReader } from './protection.js';

export const guarddutyReaders: readonly Reader[] = [guardDutyProtectionReader, guardDutyDetectorReader];
