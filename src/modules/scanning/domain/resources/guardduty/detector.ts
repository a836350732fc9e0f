import { resourceType } from '../../resource-type.js';
import { guardDutyDetectorSchema } from './protection.js';

export const guardDutyDetector = resourceType({
  type: 'AWS::GuardDuty::Detector',
  service: 'guardduty',
  schema: guardDutyDetectorSchema,
  volatile: [],
  arn: (detector, at) => `arn:${at.partition}:guardduty:${at.region}:${at.accountId}:detector/${detector.id}`,
  name: (detector) => detector.id,
  tags: (detector) => detector.tags,
});
