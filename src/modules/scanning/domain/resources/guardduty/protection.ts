import { z } from 'zod';
import { part } from '../../part.js';
import { resourceType } from '../../resource-type.js';
import { isoTime, settingArn, tags } from '../shared.js';

/** A detector as a region's setting shows it; a resource of its own too (detector). */
export const guardDutyDetectorSchema = z.object({
  id: z.string(),
  /** `ENABLED`, or `DISABLED` where it is suspended. */
  status: z.string(),
  /** Protection plans by name (`S3_DATA_EVENTS`): `ENABLED` or `DISABLED`. */
  features: z.record(z.string(), z.string()),
  publishingFrequency: z.string().nullable(),
  createdAt: isoTime.nullable(),
  tags,
});
export type GuardDutyDetector = z.infer<typeof guardDutyDetectorSchema>;

/** Whether GuardDuty watches a region: there is one such setting in each, also where nobody enabled it. */
export const guardDutyProtection = resourceType({
  type: 'AWS::GuardDuty::Protection',
  service: 'guardduty',
  schema: z.object({
    /** One per region at most. */
    detectors: part(z.array(guardDutyDetectorSchema)),
  }),
  volatile: [],
  arn: (_protection, at) => settingArn('guardduty', 'threat-detection', at),
  name: () => 'GuardDuty threat detection',
  tags: () => ({}),
});

export type GuardDutyProtection = z.infer<typeof guardDutyProtection.schema>;
