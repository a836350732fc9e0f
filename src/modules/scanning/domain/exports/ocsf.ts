import { type Severity } from '../control.js';
import { changedAt, partitionOf, requirementNames, standing, type Exported } from './subject.js';

/** The schema that the events are written by: schema.ocsf.io/1.9.0/classes/compliance_finding */
export const OCSF_VERSION = '1.9.0';

const CLASS = {
  category_uid: 2,
  category_name: 'Findings',
  class_uid: 2003,
  class_name: 'Compliance Finding',
};

const severities: Readonly<Record<Severity, { severity_id: number; severity: string }>> = {
  informational: { severity_id: 1, severity: 'Informational' },
  low: { severity_id: 2, severity: 'Low' },
  medium: { severity_id: 3, severity: 'Medium' },
  high: { severity_id: 4, severity: 'High' },
  critical: { severity_id: 5, severity: 'Critical' },
};

const statuses = {
  new: { status_id: 1, status: 'New' },
  suppressed: { status_id: 3, status: 'Suppressed' },
  resolved: { status_id: 4, status: 'Resolved' },
} as const;

/** A finding as an event of OCSF, class Compliance Finding. `productVersion`: of this product. */
export function toOcsf({ finding, notes }: Exported, { productVersion }: { productVersion: string }) {
  const stands = standing(finding);
  const activity = activityOf(finding);
  const isOpen = finding.status === 'open';
  return {
    ...CLASS,
    ...activity,
    type_uid: CLASS.class_uid * 100 + activity.activity_id,
    type_name: `${CLASS.class_name}: ${activity.activity_name}`,
    // the class has the time when the finding was made here; when it changed is finding_info.modified_time
    ...at('time', finding.firstSeenAt),
    ...severities[finding.severity],
    ...statuses[stands],
    ...(finding.suppressed === null ? {} : { status_detail: finding.suppressed.reason }),
    message: finding.title,
    metadata: {
      version: OCSF_VERSION,
      profiles: ['cloud', 'datetime'],
      event_code: finding.controlId,
      tenant_uid: finding.tenantId,
      product: {
        name: 'Compliance Shepherd',
        uid: 'compliance-shepherd',
        vendor_name: 'Compliance Shepherd',
        version: productVersion,
      },
    },
    finding_info: {
      uid: finding.id,
      title: finding.title,
      desc: notes?.risk ?? finding.title,
      ...at('created_time', finding.firstSeenAt),
      ...at('first_seen_time', finding.firstSeenAt),
      ...at('last_seen_time', finding.lastSeenAt),
      ...at('modified_time', changedAt(finding)),
      analytic: { uid: finding.controlId, name: finding.controlId, type: 'Rule', type_id: 1 },
    },
    compliance: {
      control: finding.controlId,
      requirements: requirementNames(notes),
      standards: [...new Set((notes?.requirements ?? []).map(({ framework }) => framework))],
      ...(isOpen ? { status: 'Fail', status_id: 3 } : { status: 'Pass', status_id: 1 }),
    },
    resources: [
      {
        uid: finding.resourceArn,
        type: finding.resourceType,
        region: finding.region,
        cloud_partition: partitionOf(finding),
      },
    ],
    cloud: {
      provider: 'AWS',
      account: { uid: finding.accountId, type: 'AWS Account', type_id: 10 },
      region: finding.region,
    },
    ...(notes === null
      ? {}
      : { remediation: { desc: notes.remediation.text, references: [notes.remediation.url] } }),
    unmapped: {
      evidence: finding.evidence,
      risk: finding.risk,
      estimated_monthly_savings_usd: finding.estimatedMonthlySavingsUsd,
      scan_id: finding.scanId,
      mute_id: finding.muted?.muteId ?? null,
    },
  };
}

/** A time as OCSF has it, milliseconds, and as its profile `datetime` has it beside that. */
const at = (name: string, time: Date) => ({ [name]: time.getTime(), [`${name}_dt`]: time.toISOString() });

function activityOf({ status, firstSeenAt, lastSeenAt, suppressed, muted }: Exported['finding']) {
  if (status === 'resolved') return { activity_id: 3, activity_name: 'Close' } as const;
  const isNew = firstSeenAt.getTime() === lastSeenAt.getTime() && suppressed === null && muted === null;
  return isNew
    ? ({ activity_id: 1, activity_name: 'Create' } as const)
    : ({ activity_id: 2, activity_name: 'Update' } as const);
}
