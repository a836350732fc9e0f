import { z } from 'zod';
import { envelopeOf } from './envelope.js';

const tenantId = z.string().min(1).max(64);
export const tenantQuery = z.strictObject({ tenantId: tenantId.optional() });

const listed = {
  workflowType: z.string(),
  name: z.string(),
  description: z.string(),
  version: z.string(),
  stateMachineName: z.string(),
  requiredParameters: z.array(z.string()),
  optionalParameters: z.array(z.string()),
  estimatedDuration: z.string().nullable().describe("null: a tenant's own"),
};

const listedDefinition = z.object(listed);
export const definitionList = envelopeOf(z.array(listedDefinition)).meta({ id: 'WorkflowDefinitions' });

const definition = z.object({
  ...listed,
  revision: z.number().nullable().describe('null: it comes with the service'),
  revisions: z
    .array(z.object({ revision: z.number(), name: z.string(), savedBy: z.string(), savedAt: z.date() }))
    .describe('The newest 100. Executions under way end by the one that they were started with'),
  definition: z.record(z.string(), z.unknown()).describe('Amazon States Language'),
  drawing: z.string().nullable().describe('A Mermaid flowchart; null: it would take too long'),
});
export type DefinitionAnswer = z.output<typeof definition>;
export const definitionAnswer = envelopeOf(definition).meta({ id: 'WorkflowDefinition' });

const aslDefinition = z
  .union([z.record(z.string(), z.unknown()), z.string().min(1)])
  .describe('Amazon States Language, as JSON or as its text; 1 MB at most');

const parameters = z
  .array(z.string().regex(/^[A-Za-z_]\w{0,127}$/, 'must be letters, digits and _, the first no digit'))
  .max(100)
  .refine((names) => new Set(names).size === names.length, 'must not repeat a name');

const example = {
  name: 'Nightly check',
  description: 'Waits for the night, then scans',
  definition: {
    StartAt: 'Greet',
    States: { Greet: { Type: 'Pass', Parameters: { 'hello.$': '$.parameters.who' }, End: true } },
  },
  requiredParameters: ['who'],
  optionalParameters: ['why'],
};

export const saveDefinition = z
  .strictObject({
    tenantId: tenantId.optional(),
    name: z.string().trim().min(1).max(128),
    description: z.string().max(2_048).default(''),
    definition: aslDefinition,
    requiredParameters: parameters.default([]).describe('`tenantId` is required of each anyway'),
    optionalParameters: parameters.default([]),
  })
  .meta({ id: 'SaveWorkflowDefinition', example });
export type SaveDefinition = z.output<typeof saveDefinition>;

export const validateDefinition = z
  .strictObject({ tenantId: tenantId.optional(), definition: aslDefinition })
  .meta({ id: 'ValidateWorkflowDefinition', example: { definition: example.definition } });
export type ValidateDefinition = z.output<typeof validateDefinition>;

const validation = z.object({
  valid: z.boolean(),
  problems: z
    .array(
      z.object({
        pointer: z.string().describe('JSON pointer into the definition; empty: all of it'),
        code: z.string().describe('As ValidateStateMachineDefinition names it'),
        message: z.string(),
      }),
    )
    .describe('The first 100'),
  drawing: z.string().optional().describe('A Mermaid flowchart, of a valid one'),
});
export type Validation = z.output<typeof validation>;
export const validationAnswer = envelopeOf(validation).meta({ id: 'WorkflowValidation' });
