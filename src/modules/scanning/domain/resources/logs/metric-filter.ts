import { z } from 'zod';
import { resourceType } from '../../resource-type.js';
import { isoTime } from '../shared.js';
import { logGroupArn } from './log-group.js';

export const metricFilter = resourceType({
  type: 'AWS::Logs::MetricFilter',
  service: 'logs',
  schema: z.object({
    name: z.string(),
    logGroupName: z.string(),
    pattern: z.string(),
    /** The metrics that a match adds to. */
    metrics: z.array(
      z.object({
        namespace: z.string(),
        name: z.string(),
        /** What is added: a number, or the field that holds it (`$.size`). */
        value: z.string(),
        dimensions: z.array(z.string()),
      }),
    ),
    createdAt: isoTime.nullable(),
  }),
  volatile: [],
  // AWS gives none: neither a log group's name nor a filter's has a colon
  arn: (filter, at) => `${logGroupArn(filter.logGroupName, at)}:metric-filter:${filter.name}`,
  name: (filter) => filter.name,
  tags: () => ({}),
  relates: (filter, at) => [logGroupArn(filter.logGroupName, at)],
});

export type MetricFilter = z.infer<typeof metricFilter.schema>;
