import { type GuardDuty } from '@aws-sdk/client-guardduty';
import { type Aws } from '../../../../platform/aws/index.js';
import {
  type GuardDutyDetector,
  guardDutyProtection,
  type GuardDutyProtection,
} from '../../domain/resources/guardduty/protection.js';
import { byKey } from '../fields.js';
import { mapConcurrent, present } from '../map-concurrent.js';
import { read, reader } from '../reader.js';
import { describeDetector } from './describe-detector.js';
import { guardDutyDetectorReader } from './detector.js';

/** The setting of each region and, from the same calls, its detector: one call where there is none. */
export const guardDutyProtectionReader = reader(guardDutyProtection, {
  scope: 'region',
  parts: [guardDutyDetectorReader],
  list: async function* (aws) {
    yield [await protectionOf(aws)];
  },
  describe: (aws, ref) => protectionOf(aws.in(ref.region)),
});

async function protectionOf(aws: Aws): Promise<GuardDutyProtection> {
  const guardduty = await aws.guardduty();
  return { detectors: await read(() => detectorsOf(guardduty)) };
}

/** A region has one detector at most: never a second page. */
async function detectorsOf(guardduty: GuardDuty): Promise<GuardDutyDetector[]> {
  const { DetectorIds = [] } = await guardduty.listDetectors({});
  const detectors = await mapConcurrent(DetectorIds, (id) => describeDetector(guardduty, id));
  return byKey(present(detectors), (detector) => detector.id);
}
