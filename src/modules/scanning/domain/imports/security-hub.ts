import { z } from 'zod';
import { severities, type Severity } from '../control.js';
import { ASFF_PREFIX } from '../exports/asff.js';
import { frameworksOf, type ImportedFinding } from './imported-finding.js';
import { controlsOfHub, controlsOfRequirement, frameworkOfStandard } from './security-hub-controls.js';

const text = z.string().catch('');

/** What is read of a finding in ASFF; products of third parties fill it as they like. */
const asff = z.object({
  Id: z.string().min(1).max(2048),
  AwsAccountId: z.string(),
  Region: z.string().optional(),
  ProductArn: text,
  ProductName: text,
  GeneratorId: text,
  Title: text,
  UpdatedAt: z.string(),
  RecordState: z.string().default('ACTIVE'),
  Workflow: z.object({ Status: z.string().optional() }).optional(),
  Severity: z.object({ Label: z.string().optional(), Normalized: z.number().optional() }).optional(),
  Compliance: z
    .object({
      Status: z.string().optional(),
      SecurityControlId: z.string().optional(),
      RelatedRequirements: z.array(z.string()).optional(),
      AssociatedStandards: z.array(z.object({ StandardsId: z.string().optional() })).optional(),
    })
    .optional(),
  Resources: z.array(z.object({ Id: z.string(), Type: z.string().optional() })).default([]),
  Remediation: z.object({ Recommendation: z.object({ Url: z.string().optional() }).optional() }).optional(),
});
type Asff = z.output<typeof asff>;

/** Where and since when a finding has to be of, so that it is taken. */
export interface HubRead {
  accountId: string;
  region: string;
  since: Date;
}

/**
 * A finding of Security Hub; undefined for one that the read did not ask for. A region that aggregates, and an
 * administrator's account, also tell of other regions and accounts: those are read where they are.
 * docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format-syntax.html
 */
export function fromSecurityHub(given: unknown, read: HubRead): ImportedFinding | undefined {
  const parsed = asff.safeParse(given);
  if (!parsed.success) return undefined;
  const finding = parsed.data;
  const updatedAt = new Date(finding.UpdatedAt);
  const region = finding.Region ?? finding.ProductArn.split(':')[3] ?? '';
  const isHere = finding.AwsAccountId === read.accountId && (region === '' || region === read.region);
  const isNew = ['NEW', 'NOTIFIED'].includes(finding.Workflow?.Status ?? 'NEW');
  // what was exported from here is known already
  if (finding.Id.startsWith(ASFF_PREFIX)) return undefined;
  if (!isHere || !isNew || finding.RecordState !== 'ACTIVE' || !(updatedAt >= read.since)) return undefined;
  const [resource] = finding.Resources;
  const externalControl = controlOf(finding);
  const controlIds = ownControls(finding, externalControl);
  return {
    ...{ provider: 'securityhub', externalId: finding.Id },
    ...{ accountId: read.accountId, region: read.region },
    ...{ resourceArn: resource?.Id ?? null, resourceType: typeOf(resource?.Type) },
    ...{ title: finding.Title.slice(0, 256), severity: severityOf(finding) },
    ...{ says: saysOf(finding), violates: finding.Compliance?.Status === 'FAILED' },
    ...{ externalControl, controlIds, updatedAt },
    frameworks: frameworksOf(controlIds, standardsOf(finding)),
    details: {
      ...{ product: finding.ProductName, generator: finding.GeneratorId },
      ...{ compliance: finding.Compliance?.Status ?? null, workflow: finding.Workflow?.Status ?? null },
      ...{ resources: finding.Resources.length, url: finding.Remediation?.Recommendation?.Url ?? null },
    },
  };
}

/** Without a status it is no check, but a finding all the same. WARNING and NOT_AVAILABLE decide nothing. */
function saysOf({ Compliance }: Asff): ImportedFinding['says'] {
  switch (Compliance?.Status) {
    case undefined:
    case 'FAILED':
      return 'fail';
    case 'PASSED':
      return 'pass';
    default:
      return 'no_evidence';
  }
}

/** `S3.8`: said by itself, or the end of the generator's id (`aws-foundational-security-best-practices/v/1.0.0/S3.8`). */
function controlOf({ Compliance, GeneratorId }: Asff): string | null {
  if (Compliance?.SecurityControlId !== undefined) return Compliance.SecurityControlId;
  const last = GeneratorId.split('/').at(-1) ?? '';
  return /^(?:PCI\.)?[A-Z][A-Za-z0-9]+\.\d+$/.test(last) ? last.replace(/^PCI\./, '') : null;
}

function ownControls({ Compliance }: Asff, externalControl: string | null): readonly string[] {
  const named = externalControl === null ? [] : controlsOfHub(externalControl);
  if (named.length > 0) return named;
  return [...new Set((Compliance?.RelatedRequirements ?? []).flatMap(controlsOfRequirement))];
}

const standardsOf = ({ Compliance }: Asff): string[] =>
  (Compliance?.AssociatedStandards ?? [])
    .map(({ StandardsId }) => (StandardsId === undefined ? undefined : frameworkOfStandard(StandardsId)))
    .filter((slug) => slug !== undefined);

/** AWS's bounds of the older number: 1-39 low, 40-69 medium, 70-89 high, 90-100 critical. */
function severityOf({ Severity }: Asff): Severity {
  const label = severities.find((one) => one === Severity?.Label?.toLowerCase());
  if (label !== undefined) return label;
  const normalized = Severity?.Normalized ?? 0;
  if (normalized >= 90) return 'critical';
  if (normalized >= 70) return 'high';
  if (normalized >= 40) return 'medium';
  return normalized > 0 ? 'low' : 'informational';
}

/** `AwsS3Bucket` -> `AWS::S3::Bucket`: what CloudFormation calls it, as far as ASFF's names have that form. */
function typeOf(type: string | undefined): string | null {
  if (type === undefined) return null;
  if (type === 'AwsAccount') return 'AWS::::Account';
  const [, service, name] = /^Aws([A-Z][a-z0-9]+|[A-Z]+[0-9]*)([A-Z]\w+)$/.exec(type) ?? [];
  return service === undefined || name === undefined ? type : `AWS::${SERVICES[service] ?? service}::${name}`;
}

const SERVICES: Readonly<Record<string, string>> = {
  Ec2: 'EC2',
  Iam: 'IAM',
  Kms: 'KMS',
  Rds: 'RDS',
  Sns: 'SNS',
  Sqs: 'SQS',
  Ecr: 'ECR',
  Efs: 'EFS',
  Ssm: 'SSM',
  Dynamo: 'DynamoDB',
};
