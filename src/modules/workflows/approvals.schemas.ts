import { z } from 'zod';
import { pageOf, pageQuery } from '../../shared/paging.js';
import { approvalStatuses, decisions, defaultDecisions } from './domain/approval.js';

const DAY_SECONDS = 86_400;
const YEAR_SECONDS = 365 * DAY_SECONDS;
const MOST_DETAILS = 32_768;

/** A row cannot hold NUL nor half of a pair; requests are looked through for them, the input of a task is not. */
function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return !/\0|\p{Surrogate}/u.test(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, inner]) => isStorable(name) && isStorable(inner));
}

const text = (most: number) =>
  z.string().min(1).max(most).refine(isStorable, 'holds a character that cannot be stored');

/** What a definition asks people: the input of its task `request-approval`. */
export const approvalRequest = z.strictObject({
  title: text(256),
  details: z
    .record(z.string(), z.unknown())
    .refine(isStorable, 'holds a character that cannot be stored')
    .refine(
      (given) => Buffer.byteLength(JSON.stringify(given)) <= MOST_DETAILS,
      'must have 32 KB or less as JSON',
    )
    .default({}),
  /** 1: approvers and admins decide; 2: admins. */
  level: z.int().min(1).max(2).default(1),
  /** How many different people must approve. */
  quorum: z.int().min(1).max(20).default(1),
  expiresInSeconds: z.int().min(1).max(YEAR_SECONDS).default(DAY_SECONDS),
  defaultDecision: z.enum(defaultDecisions).default('reject'),
  /** As the definition claims, beside the key's owner who started the execution. */
  requestedBy: text(254).nullish(),
});
export type ApprovalRequest = z.output<typeof approvalRequest>;

const tenantId = z.string().min(1).max(64);
export const approvalTenant = z.strictObject({ tenantId: tenantId.optional() });

export const approvalQuery = pageQuery.extend({
  tenantId: tenantId.optional(),
  status: z.enum(approvalStatuses).optional(),
  executionId: z.string().min(1).max(64).optional(),
});
export type ApprovalQuery = z.output<typeof approvalQuery>;

export const decideApproval = z
  .strictObject({
    tenantId: tenantId.optional(),
    comment: z
      .string()
      .trim()
      .min(1)
      .max(2000)
      .optional()
      .describe('Goes to the workflow and into the audit log'),
  })
  .default({})
  .meta({ id: 'DecideApproval', example: { comment: 'inside the change window' } });
export type DecideApproval = z.output<typeof decideApproval>;

const decision = z.object({
  decision: z.enum(decisions),
  comment: z.string().nullable(),
  decidedBy: z.string(),
  decidedAt: z.date(),
});

const summary = z.object({
  id: z.string(),
  status: z.enum(approvalStatuses).describe('cancelled: its workflow went on or ended without an answer'),
  title: z.string(),
  level: z.number().describe('1: approvers and admins decide; 2: admins'),
  quorum: z.number().describe('How many different people must approve; one rejection rejects'),
  defaultDecision: z.enum(defaultDecisions).describe('Taken when nobody has decided by expiresAt'),
  expired: z.boolean().describe('It was closed by the default'),
  requestedBy: z.string().describe('May not decide'),
  claimedBy: z.string().nullable().describe('Whom the definition names as the requester; may not approve'),
  workflowType: z.string(),
  executionId: z.string(),
  executionArn: z.string().nullable().describe('null: the execution is not kept any more'),
  createdAt: z.date(),
  expiresAt: z.date(),
  decidedAt: z.date().nullable(),
  decisions: z.array(decision),
});
export const approvalSummary = summary.meta({ id: 'ApprovalSummary' });
export type ApprovalSummary = z.output<typeof approvalSummary>;

export const approvalAnswer = summary
  .extend({ details: z.unknown().describe('As the workflow gave them') })
  .meta({ id: 'Approval' });
export type ApprovalAnswer = z.output<typeof approvalAnswer>;

export const approvalList = pageOf(approvalSummary);
