import { type GetDetectorCommandOutput, type GuardDuty } from '@aws-sdk/client-guardduty';
import { type GuardDutyDetector } from '../../domain/resources/guardduty/protection.js';
import { byKey, text } from '../fields.js';
import { unlessGone } from '../reader.js';

/** null: there is none. GuardDuty says so with BadRequest: "the input detectorId is not owned by the current account". */
export async function describeDetector(guardduty: GuardDuty, id: string): Promise<GuardDutyDetector | null> {
  const found = await unlessGone(() => guardduty.getDetector({ DetectorId: id }), 'BadRequest');
  if (found === null) return null;
  return {
    id,
    status: text(found.Status) ?? 'DISABLED',
    features: featuresOf(found),
    publishingFrequency: text(found.FindingPublishingFrequency),
    createdAt: timeOf(found.CreatedAt),
    tags: found.Tags ?? {},
  };
}

/** What GuardDuty tells as features; `dataSources`, which they replaced, still says the same of some. */
function featuresOf({ Features = [], DataSources }: GetDetectorCommandOutput): Record<string, string> {
  const known = [
    ['S3_DATA_EVENTS', DataSources?.S3Logs?.Status],
    ['EKS_AUDIT_LOGS', DataSources?.Kubernetes?.AuditLogs?.Status],
    [
      'EBS_MALWARE_PROTECTION',
      DataSources?.MalwareProtection?.ScanEc2InstanceWithFindings?.EbsVolumes?.Status,
    ],
    ...Features.map(({ Name, Status }) => [Name, Status]),
  ].flatMap(([name, status]): [string, string][] =>
    name === undefined || status === undefined ? [] : [[name, status]],
  );
  return Object.fromEntries(byKey([...new Map(known)], ([name]) => name));
}

/** GuardDuty writes times as text. */
function timeOf(written: string | undefined): string | null {
  const at = new Date(written ?? '');
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
