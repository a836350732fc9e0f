import { z } from 'zod';
import { pageOf, pageQuery } from '../../shared/paging.js';
import { changeStatuses } from './domain/change.js';
import { remediationStatuses } from './domain/remediation.js';

const tenantId = z.string().min(1).max(64);
const findingId = z.string().min(1).max(64);

export const startRemediation = z
  .strictObject({
    tenantId: tenantId.optional(),
    findingIds: z
      .array(findingId)
      .min(1)
      .max(500)
      .refine((ids) => new Set(ids).size === ids.length, 'must be different from one another'),
    approvalRequired: z
      .boolean()
      .default(true)
      .describe('false: people are asked only where guardrails want it, or something cannot be taken back'),
    dryRun: z.boolean().default(false).describe('It is planned, and nothing is changed'),
    restoreOnFailure: z.boolean().default(true).describe('Whether one that fails takes back the others'),
    notificationTargets: z.array(z.string().min(1).max(2048)).max(100).default([]),
    startedBy: z.string().min(1).max(256).optional().describe('Kept as it is claimed'),
  })
  .meta({
    id: 'StartRemediation',
    example: { findingIds: ['fnd_0198c7d2a1b27c3d8e4f5a6b7c8d9e0f'], dryRun: true },
  });
export type StartRemediation = z.output<typeof startRemediation>;

/** What the header Idempotency-Key may be. */
export const idempotencyKey = z.string().trim().min(1).max(255).optional();

const status = z
  .enum(remediationStatuses)
  .describe(
    'planned: a dry run. refused: nothing of it may be done. restored: it failed and was taken back. stopped: by the kill switch. aborted: its workflow was stopped',
  );

export const startedRemediation = z
  .object({ remediationId: z.string(), executionArn: z.string(), executionName: z.string(), status })
  .meta({ id: 'StartedRemediation' });
export type StartedRemediation = z.output<typeof startedRemediation>;

export const remediationQuery = pageQuery.extend({
  tenantId: tenantId.optional(),
  status: z.enum(remediationStatuses).optional(),
  findingId: findingId.optional(),
  resourceArn: z.string().min(1).max(2048).optional(),
  executionId: z.string().min(1).max(64).optional(),
});
export type RemediationQuery = z.output<typeof remediationQuery>;
export const ofTenant = z.strictObject({ tenantId: tenantId.optional() });

const left = z.object({
  changeId: z.string(),
  resourceArn: z.string(),
  reason: z.string(),
  isIrreversible: z.boolean(),
});

const summary = {
  remediationId: z.string(),
  tenantId: z.string(),
  status,
  reason: z.string().nullable(),
  findingIds: z.array(z.string()),
  dryRun: z.boolean(),
  approvalRequired: z.boolean().describe('As it was asked for; approval says what the plan needs'),
  restoreOnFailure: z.boolean(),
  notificationTargets: z.array(z.string()),
  planVersion: z.number().describe('How often it was planned; 0: not yet'),
  counts: z.partialRecord(z.enum(changeStatuses), z.number()).describe('Changes by status'),
  requestedBy: z.string(),
  executionId: z.string(),
  executionArn: z.string().nullable().describe('null: the execution is not kept any more'),
  correlationId: z.string(),
  createdAt: z.date(),
  endedAt: z.date().nullable(),
};
export const remediationSummary = z.object(summary).meta({ id: 'RemediationSummary' });
export type RemediationSummaryAnswer = z.output<typeof remediationSummary>;
export const remediationList = pageOf(remediationSummary);

const json = z.unknown();
const approval = z.object({
  approvalId: z.string(),
  status: z.string(),
  level: z.number(),
  quorum: z.number(),
  title: z.string(),
  planVersion: z.number().nullable().describe('Of the plan that it is about'),
  expired: z.boolean(),
  createdAt: z.date(),
  expiresAt: z.date(),
  decidedAt: z.date().nullable(),
  decisions: z.array(
    z.object({
      decision: z.string(),
      decidedBy: z.string(),
      comment: z.string().nullable(),
      decidedAt: z.date(),
    }),
  ),
});

const plannedCall = z.object({ service: z.string(), operation: z.string(), region: z.string(), input: json });
const madeCall = plannedCall.extend({
  phase: z.string().describe('apply | restore; restore-1 …: of restorings that failed before'),
  seq: z.number(),
  status: z.enum(['started', 'done', 'failed']),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  attempts: z.number(),
  startedAt: z.date(),
  endedAt: z.date().nullable(),
});

const change = z.object({
  changeId: z.string(),
  status: z.enum(changeStatuses),
  reason: z.string().nullable(),
  planVersion: z.number(),
  fixId: z.string(),
  findingId: z.string().nullable(),
  controlId: z.string().nullable(),
  accountId: z.string(),
  region: z.string(),
  resourceArn: z.string(),
  resourceType: z.string(),
  title: z.string().nullable(),
  words: z.array(z.string()).describe('What will be, or is, other than before'),
  loses: z.string().nullable().describe('What cannot be brought back'),
  plannedCalls: z.array(plannedCall),
  calls: z.array(madeCall).describe('Those that were made, or begun'),
  before: json.describe('How the resource was, as AWS said'),
  after: json.describe('How the fix has left it'),
  verdict: json.describe('By what it ended: the control about a new reading, a call that failed …'),
  startedAt: z.date().nullable(),
  appliedAt: z.date().nullable(),
  restoredAt: z.date().nullable(),
});
export type ChangeAnswer = z.output<typeof change>;

export const remediationAnswer = z
  .object({
    ...summary,
    approval: z
      .object({
        required: z.boolean().describe('It waits for people now'),
        levels: z.array(z.number()),
        quorum: z.number(),
        why: z.array(z.string()),
      })
      .nullable(),
    approvals: z.array(approval),
    changes: z.array(change).describe('In the order in which they were planned'),
    rollback: z
      .object({
        requestedBy: z.string(),
        requestedAt: z.string(),
        reason: z.string().nullable(),
        force: z.boolean(),
        left: z.array(left).describe('What could not be taken back'),
      })
      .nullable(),
  })
  .meta({ id: 'Remediation' });
export type RemediationAnswer = z.output<typeof remediationAnswer>;

export const rollbackRemediation = z
  .strictObject({
    tenantId: tenantId.optional(),
    force: z.boolean().default(false).describe('Also where somebody has changed a resource since'),
    dryRun: z.boolean().default(false).describe('Answers what would be called'),
    reason: z.string().trim().min(1).max(1000).optional(),
  })
  .prefault({})
  .meta({ id: 'RollbackRemediation', example: { dryRun: true } });
export type RollbackRemediation = z.output<typeof rollbackRemediation>;

const rolledBack = z.object({
  changeId: z.string(),
  resourceArn: z.string(),
  calls: z.array(plannedCall).nullable().describe('null: only a dry run asks for them'),
  movedOn: z.string().nullable().describe('Somebody has changed the resource since'),
});
export type RolledBackChange = z.output<typeof rolledBack>;

export const rollbackAnswer = z
  .object({
    remediationId: z.string(),
    status,
    dryRun: z.boolean(),
    changes: z.array(rolledBack).describe('The last first'),
    irreversible: z.array(left).describe('What stays as it is'),
  })
  .meta({ id: 'RemediationRollback' });
export type RollbackAnswer = z.output<typeof rollbackAnswer>;
