import { z } from 'zod';
import { isTimezone } from '../../../shared/timezone.js';
import { severities } from '../../scanning/index.js';
import { workflow } from './workflow.js';

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 22:30');

const SEVERITIES = [...severities, ...(['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL'] as const)];

/** As contracts and the event "Patch Approval Completed" have it, severities as either prints them. */
export const approvedPatch = z.object({
  patchId: z.string().min(1).max(256).describe('A KB, or a package as Patch Manager lists it'),
  instanceId: z.string().min(1).max(64),
  accountId: z.string().regex(/^\d{12}$/, 'must have 12 digits'),
  region: z.string().min(1).max(32),
  severity: z.enum(SEVERITIES).default('medium'),
  cveIds: z.array(z.string().max(64)).max(500).default([]),
});

/** When batches may begin. */
export const maintenanceWindow = z
  .strictObject({
    timezone: z.string().max(50).refine(isTimezone, 'must be an IANA name such as Europe/Berlin'),
    days: z.array(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])).min(1),
    from: time,
    to: time,
  })
  .meta({ example: { timezone: 'Europe/Berlin', days: ['sat', 'sun'], from: '22:00', to: '04:00' } });

const healthCheck = z.strictObject({
  httpUrl: z
    .string()
    .max(500)
    .regex(/^https?:\/\/\{privateIp\}(:\d{1,5})?(\/[^\s@]*)?$/, 'must begin with http://{privateIp}')
    .optional()
    .describe('Asked from the instance itself; {privateIp} is its own address. Any 2xx is well'),
  ssmCommand: z
    .string()
    .min(1)
    .max(4000)
    .optional()
    .describe('Run on the instance by a shell (Windows: PowerShell). The exit code 0 is well'),
});

/** What the batches of an installation go by. */
export const patchOptions = z.strictObject({
  batchSize: z.int().min(1).max(500).optional(),
  batchPercent: z
    .number()
    .min(1)
    .max(100)
    .optional()
    .describe('Of all instances; default 25 without batchSize'),
  maxConcurrent: z.int().min(1).max(50).default(10).describe('Instances of a batch at a time'),
  maxFailedBatches: z.int().min(0).max(500).default(0).describe('One more, and no other batch begins'),
  failureThresholdPercent: z
    .number()
    .min(0)
    .max(100)
    .optional()
    .describe('The same as a share of all batches'),
  rebootOption: z.enum(['RebootIfNeeded', 'NoReboot']).default('RebootIfNeeded'),
  snapshot: z.enum(['ebs', 'ami', 'none']).default('ebs'),
  keepSnapshotsDays: z.int().min(1).max(365).default(7),
  healthCheck: healthCheck.default({}),
  maintenanceWindow: maintenanceWindow.optional(),
  rollback: z.boolean().default(true),
  settleSeconds: z.int().min(0).max(3600).default(60).describe('Before health is looked at'),
  installOverrideList: z
    .string()
    .max(1024)
    .regex(/^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/\S+$/, 'must be s3://bucket/key')
    .optional()
    .describe('A list of patches that stands for the baseline; the instance must be allowed to read it'),
});
export type PatchOptions = z.output<typeof patchOptions>;

export const patchInstallationParameters = z.strictObject({
  approved_patches: z.array(approvedPatch).min(1).max(5000),
  correlation_id: z.string().min(1).max(128).optional(),
  ...patchOptions.shape,
});

export const patchInstallation = workflow({
  workflowType: 'patch-installation',
  stateMachineName: 'patch-installation-workflow-{ENVIRONMENT}',
  name: 'Patch Installation',
  description: 'Installs approved patches in batches, and takes a batch back that does not come up well',
  version: '1.0.0',
  estimatedDuration: '30 minutes to several hours',
  parameters: patchInstallationParameters,
  takesEvents: true,
  definition: new URL('./patch-installation.asl.json', import.meta.url),
});
