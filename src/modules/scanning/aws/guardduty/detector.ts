import { guardDutyDetector } from '../../domain/resources/guardduty/detector.js';
import { type GuardDutyProtection } from '../../domain/resources/guardduty/protection.js';
import { idOf } from '../fields.js';
import { readerOfPart } from '../reader.js';
import { describeDetector } from './describe-detector.js';

/** A detector comes with its region's setting (protection.ts). */
export const guardDutyDetectorReader = readerOfPart(guardDutyDetector, {
  from: ({ detectors }: GuardDutyProtection) => detectors,
  parentParts: ['detectors'],
  describe: async (aws, ref) => describeDetector(await aws.in(ref.region).guardduty(), idOf(ref)),
});
