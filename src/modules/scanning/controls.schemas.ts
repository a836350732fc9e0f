import { z } from 'zod';
import { pageOf, pageQuery } from '../../shared/paging.js';
import { severities, verdicts } from './domain/control.js';
import { services } from './domain/resource-type.js';
import { accountId, tenantId } from './scan.schemas.js';

const parameter = z.union([
  z.number(),
  z.boolean(),
  z.string().max(500),
  z.array(z.string().max(500)).max(500),
]);
const parameters = z.record(z.string().min(1).max(64), parameter);

export const controlItem = z
  .object({
    id: z.string(),
    aliases: z.array(z.string()),
    title: z.string(),
    service: z.string(),
    resourceType: z.string(),
    severity: z.enum(severities).describe('As it holds for the tenant'),
    defaultSeverity: z.enum(severities),
    class: z.enum(['waste', 'security']),
    isCustom: z.boolean(),
    parameters: z
      .array(z.object({ name: z.string(), value: parameter, default: parameter }))
      .describe('PUT /controls/{id}/settings sets them'),
    requirements: z
      .array(z.object({ frameworkId: z.string(), requirementId: z.string() }))
      .describe('What it is evidence for'),
  })
  .meta({ id: 'Control' });
export type ControlItem = z.output<typeof controlItem>;
export const controlList = pageOf(controlItem);

export const controlAnswer = controlItem
  .extend({
    risk: z.string(),
    remediation: z.object({ text: z.string(), steps: z.array(z.string()), url: z.string() }),
  })
  .meta({ id: 'ControlDetail' });
export type ControlAnswer = z.output<typeof controlAnswer>;

export const controlQuery = pageQuery.extend({
  tenantId: tenantId.optional(),
  service: z.enum(services).optional(),
  resourceType: z.string().min(1).max(128).optional(),
  severity: z.enum(severities).optional(),
  class: z.enum(['waste', 'security']).optional(),
  frameworkId: z.string().min(1).max(128).optional(),
});
export type ControlQuery = z.output<typeof controlQuery>;

export const testControl = z
  .strictObject({
    tenantId: tenantId.optional(),
    configuration: z.record(z.string(), z.unknown()).describe('As GET /resources/{arn} shows it'),
    accountId: accountId.default('123456789012'),
    region: z.string().min(1).max(32).default('us-east-1'),
    parameters: parameters.optional().describe('Instead of those that hold for the tenant'),
    now: z.iso.datetime().optional().describe('The time by which ages are judged; left out: now'),
  })
  .meta({ id: 'TestControl' });
export type TestControl = z.output<typeof testControl>;

export const controlVerdict = z
  .object({
    controlId: z.string(),
    verdict: z.enum(verdicts),
    severity: z.enum(severities),
    evidence: z.record(z.string(), z.unknown()),
    risk: z.enum(['high', 'low']).nullable(),
    estimatedMonthlySavingsUsd: z.number().nullable(),
  })
  .meta({ id: 'ControlVerdict' });
export type ControlVerdict = z.output<typeof controlVerdict>;

export const setControl = z
  .strictObject({
    tenantId: tenantId.optional(),
    severity: z.enum(severities).nullish().describe('null: the default again'),
    parameters: parameters.nullish().describe('null: the defaults again'),
  })
  .meta({ id: 'SetControl' });
export type SetControl = z.output<typeof setControl>;
