import { z } from 'zod';
import { pageOf, pageQuery } from '../../shared/paging.js';
import { approvedPatch, patchOptions } from '../workflows/index.js';
import { complianceStatuses } from './domain/compliance.js';
import { batchStatuses, installationStatuses, instanceStatuses } from './domain/statuses.js';

const tenantId = z.string().min(1).max(64);
const accountId = z.string().regex(/^\d{12}$/, 'must have 12 digits');
/** As GET /patching/approvals/{id} names it beside; it is not used. */
const resourceArn = z.string().max(2048).optional();

export const ofTenant = z.strictObject({ tenantId: tenantId.optional() });

export const startInstallation = z
  .strictObject({
    tenantId: tenantId.optional(),
    approvedPatches: z.array(approvedPatch.extend({ resourceArn }).strict()).min(1).max(5000),
    correlationId: z.string().min(1).max(128).optional(),
    executionName: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,80}$/)
      .optional()
      .describe('The same name and request while it runs is the same installation'),
    options: patchOptions.prefault({}),
  })
  .meta({
    id: 'StartPatchInstallation',
    example: {
      approvedPatches: [
        {
          ...{ patchId: 'openssl.x86_64', instanceId: 'i-0123456789abcdef0' },
          ...{
            accountId: '123456789012',
            region: 'eu-west-1',
            severity: 'critical',
            cveIds: ['CVE-2026-0001'],
          },
        },
      ],
      options: { batchPercent: 25, healthCheck: { ssmCommand: 'systemctl is-active web' } },
    },
  });
export type StartInstallation = z.output<typeof startInstallation>;

export const startedInstallation = z
  .object({
    executionId: z.string(),
    executionName: z.string(),
    status: z.string(),
    correlationId: z.string(),
  })
  .meta({ id: 'StartedPatchInstallation' });

const patch = z.object({ patchId: z.string(), severity: z.string(), cveIds: z.array(z.string()) });
const place = { accountId: z.string(), region: z.string() };

export const installationPreview = z
  .object({
    needsApproval: z.boolean().describe('Of its patches there are some that nobody has approved yet'),
    batches: z.array(
      z.object({
        ...{ seq: z.number(), ...place, zone: z.string().nullable() },
        instances: z.array(
          z.object({
            instanceId: z.string(),
            groups: z.array(z.string()),
            patches: z.array(patch),
            notes: z.array(z.string()),
          }),
        ),
      }),
    ),
    refused: z.array(z.object({ instanceId: z.string(), ...place, reason: z.string() })),
  })
  .meta({ id: 'PatchInstallationPreview' });
export type InstallationPreview = z.output<typeof installationPreview>;

const progress = z.object({
  ...{ total: z.number(), succeeded: z.number(), failed: z.number(), notStarted: z.number() },
  percent: z.number().describe('Of all batches: those that are over'),
  successRate: z.number().describe('Of all batches, per cent: those that succeeded'),
});

const batchSummary = z.object({
  ...{ id: z.string(), seq: z.number(), ...place, zone: z.string().nullable() },
  ...{ status: z.enum(batchStatuses), reason: z.string().nullable() },
  ...{ startedAt: z.date().nullable(), endedAt: z.date().nullable() },
});

export const installationSummary = z
  .object({
    ...{ id: z.string(), tenantId: z.string(), executionId: z.string(), correlationId: z.string() },
    ...{ status: z.enum(installationStatuses), reason: z.string().nullable() },
    ...{ requestedBy: z.string(), createdAt: z.date(), endedAt: z.date().nullable() },
  })
  .meta({ id: 'PatchInstallation' });
export type InstallationSummary = z.output<typeof installationSummary>;
export const installationList = pageOf(installationSummary);

export const installationAnswer = installationSummary
  .extend({
    progress,
    options: z.record(z.string(), z.unknown()),
    approval: z.unknown().describe('Who has approved it; null: nobody had to'),
    batches: z.array(batchSummary),
    refused: z.array(z.object({ instanceId: z.string(), ...place, reason: z.string().nullable() })),
  })
  .meta({ id: 'PatchInstallationWithBatches' });
export type InstallationAnswer = z.output<typeof installationAnswer>;

export const installationQuery = pageQuery.extend({
  tenantId: tenantId.optional(),
  status: z.enum(installationStatuses).optional(),
  executionId: z.string().min(1).max(64).optional(),
});
export type InstallationQuery = z.output<typeof installationQuery>;

const states = z
  .object({
    counts: z.object({
      installed: z.number(),
      missing: z.number(),
      failed: z.number(),
      pendingReboot: z.number(),
    }),
    approved: z.record(z.string(), z.string()).describe('The approved patches, as Systems Manager says'),
  })
  .nullable();

const check = z.object({ ok: z.boolean(), output: z.string() }).nullable();

export const batchAnswer = batchSummary
  .extend({
    installationId: z.string(),
    rollbacks: z.number().describe('How often people have asked to take it back'),
    instances: z.array(
      z.object({
        ...{
          id: z.string(),
          instanceId: z.string(),
          zone: z.string().nullable(),
          groups: z.array(z.string()),
        },
        ...{ status: z.enum(instanceStatuses), reason: z.string().nullable(), notes: z.array(z.string()) },
        ...{ patches: z.array(patch), before: states, after: states },
        restored: z
          .object({ rootVolumeId: z.string().nullable(), patches: states, differences: z.array(z.string()) })
          .nullable()
          .describe('How it was after it was taken back; no differences: as before'),
        health: z
          .object({
            ...{ instance: z.string(), agent: z.string(), http: check, command: check },
            patches: z.array(z.string()).describe('Those that are not installed'),
          })
          .nullable(),
        kept: z
          .object({
            snapshotIds: z.array(z.string()),
            ...{ rootSnapshotId: z.string().nullable(), imageId: z.string().nullable() },
          })
          .nullable()
          .describe('What it can be taken back from'),
        calls: z.array(
          z.object({
            ...{ name: z.string(), status: z.enum(['started', 'done', 'failed']), attempts: z.number() },
            result: z.unknown().describe('Such as the id of a command'),
            ...{ error: z.string().nullable(), startedAt: z.date(), endedAt: z.date().nullable() },
          }),
        ),
        ...{ startedAt: z.date().nullable(), endedAt: z.date().nullable() },
      }),
    ),
  })
  .meta({ id: 'PatchBatch' });
export type BatchAnswer = z.output<typeof batchAnswer>;

export const complianceQuery = pageQuery.extend({
  tenantId: tenantId.optional(),
  accountId: accountId.optional(),
  region: z.string().min(1).max(32).optional(),
  instanceId: z.string().min(1).max(64).optional(),
});
export type ComplianceQuery = z.output<typeof complianceQuery>;

const count = z.number().nullable();
export const complianceItem = z
  .object({
    ...{ instanceId: z.string(), resourceArn: z.string(), name: z.string(), ...place },
    ...{ platform: z.string().nullable(), pingStatus: z.string().nullable() },
    ...{ status: z.enum(complianceStatuses), reason: z.string().nullable() },
    ...{ installed: count, missing: count, failed: count, pendingReboot: count },
    missingBySeverity: z.record(z.string(), z.number()).describe('Of those that close an open vulnerability'),
    lastScanAt: z.string().nullable().describe('When Patch Manager last looked at it'),
    lastSeenAt: z.date().describe('When a scan last read this'),
  })
  .meta({ id: 'PatchCompliance' });
export type ComplianceItem = z.output<typeof complianceItem>;
export const complianceList = pageOf(complianceItem);

export const rollbackBatch = z
  .strictObject({
    tenantId: tenantId.optional(),
    reason: z.string().trim().min(1).max(1000).optional().describe('Goes into the audit log'),
  })
  .default({})
  .meta({
    id: 'RollbackPatchBatch',
    example: { reason: 'the application does not start with the new library' },
  });
export type RollbackBatch = z.output<typeof rollbackBatch>;

export const rollbackBatchAnswer = z
  .object({ batchId: z.string(), status: z.enum(batchStatuses) })
  .meta({ id: 'PatchBatchRollback' });
