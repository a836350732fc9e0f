import { z } from 'zod';

const days = (what: string) => z.number().int().min(0).max(3650).describe(what);

const thresholds = z.strictObject({
  stoppedInstanceDays: days('An instance stopped for so many days is unused'),
  idleInstanceCpuPercent: z.number().min(0).max(100).describe('A lower average CPU than this is idle'),
  // CloudWatch is asked for 14 days: over more there would never be evidence
  idleInstanceDays: z.number().int().min(0).max(14).describe('The days over which the CPU average is taken'),
  unattachedVolumeDays: days('A volume that no instance has for so many days is unused'),
  emptyBucketDays: days('A bucket that is this old and empty is unused'),
  untouchedBucketDays: days('A bucket to which nothing was written for so many days is unused'),
  unusedUserDays: days('A user without console or key use for so many days is unused'),
  unusedAccessKeyDays: days('An access key without use for so many days is unused'),
});

// the limits of AWS: a key of 128 characters, a value of 256
const exemptTag = z.strictObject({
  key: z.string().min(1).max(128),
  value: z.string().max(256).optional().describe('Left out: any value'),
});

const domain = z
  .string()
  .toLowerCase()
  .max(253)
  .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/, 'must be a domain such as example.com');

const executions = z.number().int().min(1).max(100_000);

const limits = z.strictObject({
  runningExecutions: executions
    .nullable()
    .describe('Executions that run at once; null: as many as the service lets'),
  runningExecutionsByType: z
    .record(z.string().min(1).max(80), executions)
    .describe('The same for single workflow types, such as compliance-scan'),
});

/** What a tenant sets for one control; whether the control has such parameters is for who asks it. */
const controlSettings = z.strictObject({
  severity: z.enum(['critical', 'high', 'medium', 'low', 'informational']).optional(),
  parameters: z
    .record(
      z.string().min(1).max(64),
      z.union([z.number(), z.boolean(), z.string().max(500), z.array(z.string().max(500)).max(500)]),
    )
    .optional()
    .describe('As GET /controls shows them'),
});

const findingExports = z.strictObject({
  securityHub: z
    .strictObject({
      enabled: z.boolean(),
      minimumSeverity: z
        .enum(['critical', 'high', 'medium', 'low', 'informational'])
        .optional()
        .describe('Findings of a lower one are not sent; left out: all are'),
    })
    .describe("After each scan, changed findings go to Security Hub in the finding's own account and region"),
});

const fields = {
  exports: findingExports,
  controls: z
    .record(z.string().min(1).max(128), controlSettings)
    .describe('By control id: another severity, other parameters'),
  thresholds,
  limits,
  exemptTags: z.array(exemptTag).max(50).describe('A resource with one of these tags has no findings'),
  allowedNotificationDomains: z.array(domain).max(100).describe('Email is sent to these domains only'),
};

/** What holds for a tenant: what it set, and the defaults for the rest. */
export const tenantSettings = z.object(fields).meta({ id: 'TenantSettings' });
export type TenantSettings = z.output<typeof tenantSettings>;

/** What a tenant sets, and what is stored of it: a default that changes later changes for those who set nothing. */
export const settingsPatch = z
  .strictObject({
    ...fields,
    thresholds: thresholds.partial(),
    limits: limits.partial(),
    exports: findingExports.partial(),
  })
  .partial();
export type SettingsPatch = z.output<typeof settingsPatch>;

export const defaultSettings: TenantSettings = {
  thresholds: {
    stoppedInstanceDays: 30,
    idleInstanceCpuPercent: 5,
    idleInstanceDays: 14,
    unattachedVolumeDays: 7,
    emptyBucketDays: 30,
    untouchedBucketDays: 90,
    unusedUserDays: 90,
    unusedAccessKeyDays: 90,
  },
  exemptTags: [{ key: 'shepherd:exempt', value: 'true' }],
  limits: { runningExecutions: null, runningExecutionsByType: {} },
  allowedNotificationDomains: [],
  controls: {},
  exports: { securityHub: { enabled: false } },
};

/** Sets the given fields; thresholds, limits, exports and controls one by one, lists as a whole. */
export function mergeSettings(stored: SettingsPatch, given: SettingsPatch): SettingsPatch {
  return {
    ...stored,
    ...given,
    ...(given.thresholds && { thresholds: { ...stored.thresholds, ...given.thresholds } }),
    ...(given.controls && { controls: { ...stored.controls, ...given.controls } }),
    ...(given.limits && { limits: { ...stored.limits, ...given.limits } }),
    ...(given.exports && { exports: { ...stored.exports, ...given.exports } }),
  };
}

export function effectiveSettings(stored: SettingsPatch): TenantSettings {
  return {
    thresholds: { ...defaultSettings.thresholds, ...stored.thresholds },
    limits: { ...defaultSettings.limits, ...stored.limits },
    controls: stored.controls ?? {},
    exports: { ...defaultSettings.exports, ...stored.exports },
    exemptTags: stored.exemptTags ?? defaultSettings.exemptTags,
    allowedNotificationDomains:
      stored.allowedNotificationDomains ?? defaultSettings.allowedNotificationDomains,
  };
}
