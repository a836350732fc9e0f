import { z } from 'zod';
import { customEventTypes, type CustomEventType } from './domain/own-event.js';

const text = (most: number) => z.string().min(1).max(most);
const priority = z.enum(['high', 'normal', 'low']).optional();
const ids = z.array(text(128)).min(1).max(1000);
const arns = z.array(
  z
    .string()
    .regex(/^arn:[\w-]+:[\w-]+:[\w-]*:\d{0,12}:.+/, 'must be an ARN')
    .max(2048),
);

const assessment = z.strictObject({
  framework: text(128).optional(),
  score: z.number().min(0).max(100).optional(),
  assessmentId: text(256).optional(),
  reportId: text(256).optional(),
  executionId: text(2048).optional(),
  summary: text(10_000).optional(),
});

const remediation = z
  .strictObject({
    findingIds: ids.optional(),
    resourceArns: arns.min(1).max(1000).optional(),
    remediationId: text(256).optional(),
    executionId: text(2048).optional(),
    status: text(64).optional(),
  })
  .refine(({ findingIds, resourceArns }) => (findingIds ?? resourceArns) !== undefined, {
    path: ['resourceArns'],
    message: 'is required where there are no findingIds',
  });

/** What a type must have; a workflow says itself what else it takes. */
const parametersOf: Record<CustomEventType, z.ZodType> = {
  'manual-scan': z.looseObject({ priority }),
  'manual-remediation': z.looseObject({ findingIds: ids, priority }),
  'manual-assessment': z.looseObject({ framework: text(128), priority }),
  'compliance-violation-detected': z.looseObject({ incidentType: text(128).optional(), priority }),
  'remediation-completed': remediation,
  'assessment-completed': assessment,
};

/** What a remediation that is over names. */
export function remediatedOf(parameters: Record<string, unknown>) {
  const { findingIds = [], resourceArns = [] } = remediation.parse(parameters);
  return { findingIds, resourceArns };
}

/** What is told of an assessment that is over, of what somebody said of it. */
export function assessmentOf(parameters: Record<string, unknown>) {
  const { framework = null, score = null, summary = null, ...more } = assessment.parse(parameters);
  const { assessmentId = null, reportId = null, executionId = null } = more;
  return { framework, score, summary, assessmentId, reportId, executionId };
}

export const triggerEvent = z
  .strictObject({
    eventType: z.enum(customEventTypes),
    tenantId: text(64).optional().describe("The key's own; the platform key names one, or acts on `default`"),
    parameters: z
      .record(text(128), z.unknown())
      .default({})
      .describe(
        'Those of the workflow that it starts, with `priority`; of remediation-completed findingIds or resourceArns',
      ),
    triggeredBy: text(256).optional().describe('Kept as it is claimed'),
    processImmediately: z
      .boolean()
      .default(true)
      .describe('false: a worker does it, in its turn; what is wrong with it is told now nevertheless'),
    clientToken: text(128)
      .optional()
      .describe('The same request with the same token is the same event; 409 for another request'),
  })
  .superRefine(({ eventType, parameters }, context) => {
    const read = parametersOf[eventType].safeParse(parameters);
    for (const issue of read.error?.issues ?? []) {
      const path = ['parameters', ...issue.path];
      if (issue.code !== 'unrecognized_keys') {
        context.addIssue({ code: 'custom', path, message: issue.message });
        continue;
      }
      for (const key of issue.keys)
        context.addIssue({
          code: 'custom',
          path: [...path, key],
          message: 'This event has no such parameter',
        });
    }
  })
  .meta({
    id: 'TriggerEvent',
    example: {
      eventType: 'manual-scan',
      parameters: { scanType: 'security-focused', priority: 'high' },
      triggeredBy: 'user@company.com',
      processImmediately: true,
    },
  });
export type TriggerEvent = z.output<typeof triggerEvent>;

export const triggered = z.object({ eventId: z.string() }).meta({ id: 'TriggeredEvent' });
