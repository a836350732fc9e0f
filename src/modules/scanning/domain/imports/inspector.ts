import { z } from 'zod';
import { severities, type Severity } from '../control.js';
import { nodeArn, type Vulnerability, type VulnerablePackage } from './vulnerability.js';

const time = z.coerce.date();

/** What is read of a finding of Inspector v2. */
const inspectorFinding = z.object({
  findingArn: z.string().min(1).max(2048),
  awsAccountId: z.string(),
  type: z.string(),
  status: z.string(),
  severity: z.string(),
  title: z.string().optional(),
  updatedAt: time.optional(),
  lastObservedAt: time.optional(),
  inspectorScore: z.number().optional(),
  exploitAvailable: z.string().optional(),
  fixAvailable: z.string().optional(),
  resources: z.array(z.object({ type: z.string(), id: z.string() })).min(1),
  packageVulnerabilityDetails: z.object({
    vulnerabilityId: z.string().min(1),
    vulnerablePackages: z
      .array(
        z.object({
          name: z.string(),
          version: z.string().optional(),
          arch: z.string().optional(),
          packageManager: z.string().optional(),
          fixedInVersion: z.string().optional(),
          remediation: z.string().optional(),
        }),
      )
      .default([]),
  }),
});
type InspectorFinding = z.output<typeof inspectorFinding>;

export interface InspectorRead {
  partition: string;
  accountId: string;
  region: string;
  since: Date;
}

const TYPES: Readonly<Record<string, string>> = {
  AWS_EC2_INSTANCE: 'AWS::EC2::Instance',
  AWS_ECR_CONTAINER_IMAGE: 'AWS::ECR::Image',
  AWS_LAMBDA_FUNCTION: 'AWS::Lambda::Function',
};

/**
 * A package vulnerability of Inspector; undefined for what the read did not ask for: other types, closed and
 * suppressed ones, older ones, and members' of an administrator's account, which are read where they are.
 * docs.aws.amazon.com/inspector/v2/APIReference/API_Finding.html
 */
export function fromInspector(given: unknown, read: InspectorRead): Vulnerability | undefined {
  const parsed = inspectorFinding.safeParse(given);
  if (!parsed.success) return undefined;
  const finding = parsed.data;
  const { packageVulnerabilityDetails: of } = finding;
  const updatedAt = finding.updatedAt ?? finding.lastObservedAt;
  const isAsked = finding.type === 'PACKAGE_VULNERABILITY' && finding.status === 'ACTIVE';
  const [resource] = finding.resources;
  if (!isAsked || finding.awsAccountId !== read.accountId || resource === undefined) return undefined;
  if (updatedAt === undefined || updatedAt < read.since) return undefined;
  const instanceId = resource.type === 'AWS_EC2_INSTANCE' ? resource.id : null;
  const packages = of.vulnerablePackages.map(packageOf);
  const fixAvailable = answerOf(finding.fixAvailable);
  return {
    ...{ provider: 'inspector', externalId: finding.findingArn, vulnerabilityId: of.vulnerabilityId },
    ...{ accountId: read.accountId, region: read.region, instanceId },
    resourceArn: instanceId === null ? resource.id : nodeArn(instanceId, read),
    resourceType: TYPES[resource.type] ?? resource.type,
    title: (finding.title ?? of.vulnerabilityId).slice(0, 256),
    ...{ severity: severityOf(finding), score: finding.inspectorScore ?? null },
    exploitAvailable: finding.exploitAvailable === undefined ? null : finding.exploitAvailable === 'YES',
    ...{ fixAvailable, packages, patches: null, updatedAt },
    fixable: (fixAvailable ?? 'no') !== 'no' || packages.some((one) => one.fixedInVersion !== null),
  };
}

/** `NotAvailable` is how Inspector says that no release closes it. */
const packageOf = (one: InspectorVulnerablePackage): VulnerablePackage => ({
  ...{ name: one.name, version: one.version ?? null, arch: one.arch ?? null },
  ...{ manager: one.packageManager ?? null, remediation: one.remediation ?? null },
  fixedInVersion: one.fixedInVersion === 'NotAvailable' ? null : (one.fixedInVersion ?? null),
});
type InspectorVulnerablePackage =
  InspectorFinding['packageVulnerabilityDetails']['vulnerablePackages'][number];

function answerOf(word: string | undefined): Vulnerability['fixAvailable'] {
  const lower = word?.toLowerCase();
  return lower === 'yes' || lower === 'partial' || lower === 'no' ? lower : null;
}

/** UNTRIAGED: no vendor has rated it. Its score then tells, by the bounds of CVSS 3; without one it is informational. */
function severityOf({ severity, inspectorScore: score = 0 }: InspectorFinding): Severity {
  const named = severities.find((one) => one === severity.toLowerCase());
  if (named !== undefined) return named;
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  if (score >= 4) return 'medium';
  return score > 0 ? 'low' : 'informational';
}
