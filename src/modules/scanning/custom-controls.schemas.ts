import { z } from 'zod';
import { pageOf, pageQuery } from '../../shared/paging.js';
import { severities, verdicts } from './domain/control.js';
import { customId, customLimits } from './domain/custom-control.js';
import { resourceTypes } from './domain/resources/index.js';
import { tenantId } from './scan.schemas.js';

const typeNames = resourceTypes.map(({ type }) => type) as [string, ...string[]];
const id = z
  .string()
  .max(64)
  .regex(customId, 'must be custom_ and lower-case words joined by _: custom_bucket_has_owner')
  .meta({ example: 'custom_bucket_has_owner' });
const resourceType = z.enum(typeNames).describe('What it is about: as GET /resources names it');
const expression = z
  .string()
  .trim()
  .min(1)
  .refine((text) => new TextEncoder().encode(text).length <= customLimits.expressionBytes, {
    error: `must be at most ${customLimits.expressionBytes / 1024} KB`,
  })
  .describe(
    'JSONata over the configuration of a resource, as GET /resources/{arn} shows it. true passes, false fails, ' +
      `{"verdict": ${verdicts.map((one) => `"${one}"`).join(' | ')}, "evidence": {…}} says both itself. All else is ` +
      'no_evidence with the reason: null, nothing (a field that is not there), another value, an error, a limit. So is ' +
      'what depends on a part of the configuration that could not be read. $resource has arn, accountId and region.',
  );

const fields = {
  resourceType,
  severity: z.enum(severities),
  title: z.string().trim().min(1).max(200).describe('What is wrong where it fails'),
  risk: z.string().trim().min(1).max(4000),
  remediation: z.strictObject({
    text: z.string().trim().min(1).max(4000),
    url: z
      .url({ protocol: /^https?$/ })
      .max(2048)
      .optional(),
  }),
  expression,
};
const enabled = z.boolean().describe('Only with an expression that a dry run has tried on the inventory');

export const createCustomControl = z
  .strictObject({ tenantId: tenantId.optional(), id, ...fields, enabled: enabled.default(false) })
  .meta({ id: 'CreateCustomControl' });
export type CreateCustomControl = z.output<typeof createCustomControl>;

export const changeCustomControl = z
  .strictObject({ tenantId: tenantId.optional(), id: id.optional(), ...fields, enabled })
  .meta({ id: 'ChangeCustomControl' });
export type ChangeCustomControl = z.output<typeof changeCustomControl>;

export const customControlAnswer = z
  .object({
    id: z.string(),
    tenantId: z.string(),
    resourceType: z.string(),
    severity: z.enum(severities),
    title: z.string(),
    risk: z.string(),
    remediation: z.object({ text: z.string(), url: z.string().nullable() }),
    expression: z.string(),
    enabled: z.boolean(),
    isTried: z.boolean().describe('Whether a dry run has tried the expression as it is: it may be enabled'),
    savedBy: z.string(),
    createdAt: z.date(),
    updatedAt: z.date(),
  })
  .meta({ id: 'CustomControl' });
export type CustomControlAnswer = z.output<typeof customControlAnswer>;
export const customControlList = pageOf(customControlAnswer);

export const customControlQuery = pageQuery.extend({ tenantId: tenantId.optional() });
export type CustomControlQuery = z.output<typeof customControlQuery>;

export const tryExpression = z
  .strictObject({ tenantId: tenantId.optional(), resourceType, expression })
  .meta({ id: 'TryExpression' });
export type TryExpression = z.output<typeof tryExpression>;

export const tryCustomControl = z
  .strictObject({
    tenantId: tenantId.optional(),
    resourceType: resourceType.optional().describe('Left out: the saved one'),
    expression: expression.optional().describe('Left out: the saved one'),
  })
  .meta({ id: 'TryCustomControl' });
export type TryCustomControl = z.output<typeof tryCustomControl>;

export const dryRun = z
  .object({
    resources: z.number().describe('Those of the inventory that were tried'),
    isComplete: z.boolean().describe('false: there are more, which were left out'),
    counts: z.object({
      pass: z.number(),
      fail: z.number(),
      noEvidence: z.number(),
      manual: z.number(),
      notApplicable: z.number(),
      muted: z.number().describe('Of the failures; they are not in `fail`'),
    }),
    metLimit: z.boolean().describe('It was stopped on some: it may not be enabled so'),
    samples: z
      .array(
        z.object({
          resourceArn: z.string(),
          verdict: z.enum(verdicts),
          evidence: z.record(z.string(), z.unknown()),
        }),
      )
      .describe('A few of each verdict'),
  })
  .meta({ id: 'DryRun' });
export type DryRun = z.output<typeof dryRun>;
