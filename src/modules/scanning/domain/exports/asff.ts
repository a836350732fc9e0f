import { type Severity } from '../control.js';
import { hubResourceType } from './hub-resource-types.js';
import { cut, partitionOf, regionOf, requirementNames, standing, type Exported } from './subject.js';

/** What is not about the finding, but about when and from where it is sent. */
export interface AsffContext {
  /** Where findings of no region are told of. */
  homeRegion: string;
  /** Security Hub ignores an update that is not newer than what it has. */
  updatedAt: Date;
}

type Label = 'INFORMATIONAL' | 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';

const labels: Readonly<Record<Severity, Label>> = {
  informational: 'INFORMATIONAL',
  low: 'LOW',
  medium: 'MEDIUM',
  high: 'HIGH',
  critical: 'CRITICAL',
};

const workflows = { new: 'NEW', suppressed: 'SUPPRESSED', resolved: 'RESOLVED' } as const;

/** What every Id and generator of ours begins with, so that they are known again where findings are read back. */
export const ASFF_PREFIX = 'compliance-shepherd/';

/** The Id of a finding in Security Hub, the same for ever. */
export const asffId = (findingId: string): string => `${ASFF_PREFIX}${findingId}`;

/**
 * A finding in the AWS Security Finding Format, within its limits.
 * docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html
 *
 * Severity and Types stand twice: FindingProviderFields is where a provider may change them later. Security Hub takes
 * Workflow from the first import of a finding only; what closes one that it knows is RecordState.
 */
export function toAsff({ finding, notes }: Exported, { homeRegion, updatedAt }: AsffContext) {
  const partition = partitionOf(finding);
  const region = regionOf(finding, homeRegion);
  const { accountId } = finding;
  const isOpen = finding.status === 'open';
  const severity = { Label: labels[finding.severity], Original: finding.severity };
  const types = [typeOf(notes)];
  return {
    SchemaVersion: '2018-10-08',
    Id: asffId(finding.id),
    ProductArn: `arn:${partition}:securityhub:${region}:${accountId}:product/${accountId}/default`,
    ProductName: 'Compliance Shepherd',
    CompanyName: 'Compliance Shepherd',
    GeneratorId: cut(`${ASFF_PREFIX}${finding.controlId}`, 512),
    AwsAccountId: accountId,
    Types: types,
    CreatedAt: finding.firstSeenAt.toISOString(),
    UpdatedAt: updatedAt.toISOString(),
    FirstObservedAt: finding.firstSeenAt.toISOString(),
    LastObservedAt: finding.lastSeenAt.toISOString(),
    Severity: severity,
    FindingProviderFields: { Severity: severity, Types: types },
    Title: cut(orElse(finding.title, finding.controlId), 256),
    Description: cut(orElse(notes?.risk ?? '', orElse(finding.title, finding.controlId)), 1024),
    ...(notes === null
      ? {}
      : {
          Remediation: {
            Recommendation: { Text: cut(notes.remediation.text, 512), Url: notes.remediation.url },
          },
        }),
    ProductFields: productFields(finding),
    Resources: [
      {
        Type: hubResourceType(finding.resourceType),
        Id: finding.resourceArn,
        Partition: partition as 'aws' | 'aws-cn' | 'aws-us-gov',
        Region: region,
      },
    ],
    Compliance: {
      Status: isOpen ? ('FAILED' as const) : ('PASSED' as const),
      RelatedRequirements: requirementNames(notes)
        .slice(0, 32)
        .map((name) => cut(name, 64)),
    },
    Workflow: { Status: workflows[standing(finding)] },
    RecordState: isOpen ? ('ACTIVE' as const) : ('ARCHIVED' as const),
  };
}

export type AsffFinding = ReturnType<typeof toAsff>;

/** namespace/category: docs.aws.amazon.com/securityhub/latest/userguide/asff-required-attributes.html#Types */
function typeOf(notes: Exported['notes']): string {
  const namespace = 'Software and Configuration Checks';
  if (notes === null || notes.class === 'waste') return namespace;
  const category =
    notes.requirements.length > 0 ? 'Industry and Regulatory Standards' : 'AWS Security Best Practices';
  return `${namespace}/${category}`;
}

/** At most 50 pairs, values of 2,048 characters, none of them empty. */
function productFields(finding: Exported['finding']): Record<string, string> {
  const { estimatedMonthlySavingsUsd: savings, suppressed, muted } = finding;
  const fields: Record<string, string | undefined> = {
    findingId: finding.id,
    tenantId: finding.tenantId,
    controlId: finding.controlId,
    resourceType: finding.resourceType,
    evidence: JSON.stringify(finding.evidence),
    risk: finding.risk ?? undefined,
    estimatedMonthlySavingsUsd: savings === null ? undefined : String(savings),
    suppressedReason: suppressed?.reason,
    muteId: muted?.muteId,
  };
  const given = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined || value.trim() === '' ? [] : [[`${ASFF_PREFIX}${name}`, cut(value, 2048)]],
  );
  return Object.fromEntries(given) as Record<string, string>;
}

/** Texts need a character that is no blank. */
const orElse = (text: string, other: string): string => (text.trim() === '' ? other : text);
