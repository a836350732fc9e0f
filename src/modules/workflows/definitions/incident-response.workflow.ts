import { z } from 'zod';
import { severities } from '../../scanning/index.js';
import { notificationTargets } from './parameters.js';
import { workflow } from './workflow.js';

const text = (most: number) => z.string().trim().min(1).max(most);
const MONTH_MINUTES = 43_200;

/** What is known of an incident when it is reported. */
export const incidentParameters = z.strictObject({
  incidentType: text(128).describe('In words of your own: data-leak, compromised-key …'),
  severity: z.enum(severities).optional().describe('Left out: as its findings and their resources say'),
  autoRemediate: z
    .boolean()
    .default(false)
    .describe('A critical one is contained by the workflow, as far as guardrails allow it'),
  title: text(256).optional(),
  description: text(10_000).optional(),
  findingIds: z.array(text(64)).max(500).default([]),
  resourceArns: z
    .array(
      z
        .string()
        .regex(/^arn:[\w-]+:[\w-]+:[\w-]*:\d{0,12}:.+/, 'must be an ARN')
        .max(2048),
    )
    .max(100)
    .default([])
    .describe('What it is about beside the resources of its findings'),
  acknowledgeWithinMinutes: z
    .int()
    .min(1)
    .max(MONTH_MINUTES)
    .optional()
    .describe('Then it is escalated; left out: 15 where it is critical, 60 where it is high, else 240'),
  notificationTargets,
});

export const incidentResponse = workflow({
  workflowType: 'incident-response',
  stateMachineName: 'IncidentResponseWorkflow',
  name: 'Incident Response',
  description: 'Automated incident response for critical compliance violations',
  version: '1.0.0',
  estimatedDuration: 'Until somebody has acknowledged it',
  parameters: incidentParameters,
  definition: new URL('./incident-response.asl.json', import.meta.url),
});
