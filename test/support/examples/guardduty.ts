import { type GuardDutyDetector } from '../../../src/modules/scanning/domain/resources/guardduty/protection.js';
import { daysAgo } from '../scanning-examples.js';

export const detector = (changed: Partial<GuardDutyDetector> = {}): GuardDutyDetector => ({
  id: '12abc34d567e8fa901bc2d34eexample',
  status: 'ENABLED',
  features: { EBS_MALWARE_PROTECTION: 'ENABLED', S3_DATA_EVENTS: 'ENABLED' },
  publishingFrequency: 'SIX_HOURS',
  createdAt: daysAgo(100),
  tags: {},
  ...changed,
});
