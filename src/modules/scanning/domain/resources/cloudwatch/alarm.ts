import { z } from 'zod';
import { isNoEvidence, part } from '../../part.js';
import { resourceType } from '../../resource-type.js';
import { tags } from '../shared.js';

/** What an alarm's own record tells; its state is no part of its configuration. */
export const alarmFields = z.object({
  arn: z.string(),
  name: z.string(),
  kind: z.enum(['metric', 'composite']),
  /** The metrics it watches, also those within a formula; a composite alarm watches none. */
  metrics: z.array(z.object({ namespace: z.string(), name: z.string(), dimensions: z.array(z.string()) })),
  comparison: z.string().nullable(),
  threshold: z.number().nullable(),
  /** Of a composite alarm: the expression over other alarms. */
  rule: z.string().nullable(),
  actionsEnabled: z.boolean(),
  /** ARNs; what is done when it goes into ALARM. */
  alarmActions: z.array(z.string()),
  okActions: z.array(z.string()),
  insufficientDataActions: z.array(z.string()),
});
export type AlarmFields = z.infer<typeof alarmFields>;

export const alarm = resourceType({
  type: 'AWS::CloudWatch::Alarm',
  service: 'cloudwatch',
  schema: alarmFields.extend({ tags: part(tags) }),
  volatile: [],
  arn: (one) => one.arn,
  name: (one) => one.name,
  tags: (one) => (isNoEvidence(one.tags) ? {} : one.tags),
  tagsMissing: (one) => (isNoEvidence(one.tags) ? one.tags : null),
  relates: ({ alarmActions, okActions, insufficientDataActions }) => [
    ...new Set([...alarmActions, ...okActions, ...insufficientDataActions]),
  ],
});

export type Alarm = z.infer<typeof alarm.schema>;
