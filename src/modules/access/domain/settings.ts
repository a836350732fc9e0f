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

const fields = {
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
  .strictObject({ ...fields, thresholds: thresholds.partial(), limits: limits.partial() })
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
};

/** Sets the given fields; thresholds and limits one by one, lists as a whole. */
export function mergeSettings(stored: SettingsPatch, given: SettingsPatch): SettingsPatch {
  return {
    ...stored,
    ...given,
    ...(given.thresholds && { thresholds: { ...stored.thresholds, ...given.thresholds } }),
    ...(given.limits && { limits: { ...stored.limits, ...given.limits } }),
  };
}

export function effectiveSettings(stored: SettingsPatch): TenantSettings {
  return {
    thresholds: { ...defaultSettings.thresholds, ...stored.thresholds },
    limits: { ...defaultSettings.limits, ...stored.limits },
    exemptTags: stored.exemptTags ?? defaultSettings.exemptTags,
    allowedNotificationDomains:
      stored.allowedNotificationDomains ?? defaultSettings.allowedNotificationDomains,
  };
}
