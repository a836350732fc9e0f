import { z } from 'zod';
import { pageOf, pageQuery } from '../../shared/paging.js';
import { severities } from '../scanning/index.js';
import { approvalKinds, approvalStatuses } from './domain/patch-approval.js';

const tenantId = z.string().min(1).max(64);
export const patchApprovalTenant = z.strictObject({ tenantId: tenantId.optional() });

export const patchApprovalQuery = pageQuery.extend({
  tenantId: tenantId.optional(),
  status: z.enum(approvalStatuses).optional(),
  executionId: z.string().min(1).max(64).optional(),
});
export type PatchApprovalQuery = z.output<typeof patchApprovalQuery>;

export const installation = z.object({
  executionId: z.string().nullable().describe('null: it could not be started'),
  executionName: z.string(),
  patchCount: z.number(),
  error: z.string().nullable(),
});
export type Installation = z.output<typeof installation>;

const summary = z.object({
  id: z.string(),
  executionId: z.string(),
  kind: z.enum(approvalKinds),
  by: z.enum(['policy', 'people']),
  status: z
    .enum(approvalStatuses)
    .describe('expired: nobody has decided in time; abandoned: its execution ended without an answer'),
  correlationId: z.string(),
  vulnerabilityCount: z.number().describe('That the scan has seen'),
  patchCount: z.number().describe('A patch counts once for each instance that lacks it'),
  instanceCount: z.number(),
  decidedBy: z.array(z.string()),
  approvalId: z.string().nullable().describe('See GET /approvals/{id}'),
  expiresAt: z.date().nullable(),
  decidedAt: z.date().nullable(),
  publishedAt: z.date().nullable(),
  installations: z.array(installation).nullable(),
  createdAt: z.date(),
});
export const patchApprovalSummary = summary.meta({ id: 'PatchApprovalSummary' });
export type PatchApprovalSummary = z.output<typeof patchApprovalSummary>;

export const patchApprovalAnswer = summary
  .extend({
    patches: z.array(
      z.object({
        ...{ patchId: z.string(), instanceId: z.string(), accountId: z.string(), region: z.string() },
        ...{ severity: z.enum(severities), cveIds: z.array(z.string()), resourceArn: z.string() },
      }),
    ),
  })
  .meta({ id: 'PatchApproval' });
export type PatchApprovalAnswer = z.output<typeof patchApprovalAnswer>;

export const patchApprovalList = pageOf(patchApprovalSummary);
