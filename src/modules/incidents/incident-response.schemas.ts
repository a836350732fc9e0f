import { z } from 'zod';
import { incidentParameters } from '../workflows/index.js';

export type IncidentParameters = z.output<typeof incidentParameters>;

const incidentId = z.string().min(1).max(64);

const classify = z.object({ action: z.literal('classify'), parameters: incidentParameters });
const respond = z.object({ action: z.literal('respond'), incidentId });
const evidence = z.object({ action: z.literal('evidence'), incidentId });
const plan = z.object({ action: z.literal('plan'), incidentId });
const contain = z.object({
  action: z.literal('contain'),
  incidentId,
  planVersion: z.number().int(),
});
const refused = z.object({
  action: z.literal('refused'),
  incidentId,
  planVersion: z.number().int(),
  /** What the question was answered with, as JSON. */
  rejection: z.object({ Cause: z.string() }),
});
const trouble = z.object({
  action: z.literal('trouble'),
  incidentId,
  failure: z.object({ Error: z.string(), Cause: z.string().default('') }),
});
const deadline = z.object({ action: z.literal('deadline'), incidentId });
const wait = z.object({ action: z.literal('await'), incidentId });
const escalate = z.object({ action: z.literal('escalate'), incidentId, level: z.number().int().min(0) });

const actions = [
  ...([classify, respond, evidence, plan, contain] as const),
  ...([refused, trouble, deadline, wait, escalate] as const),
] as const;
export const incidentTaskInput = z.discriminatedUnion('action', actions);
export type IncidentTaskInput = z.output<typeof incidentTaskInput>;
