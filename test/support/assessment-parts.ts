import type {
  Recommendation,
  RequirementResult,
} from '../../src/modules/reports/domain/assessment-report.js';
import type { ReportSeverity } from '../../src/modules/reports/domain/scan-report.js';

export const at = (day: string): Date => new Date(`${day}T09:30:00Z`);

export interface Known {
  controlId: string;
  title: string;
  severity: ReportSeverity;
  failed: number;
  passed: number;
  service: string;
  text: string;
  risk: string;
  evidence: unknown;
}

export const CONTROLS: readonly Known[] = [
  {
    controlId: 'iam_root_mfa_enabled',
    title: 'The root user signs in with a second factor',
    severity: 'critical',
    failed: 1,
    passed: 2,
    service: 'iam',
    text: 'Register a hardware or virtual MFA device for the root user, and lock its password away.',
    risk: 'Whoever learns the password owns the account, its data and its backups.',
    evidence: { mfaActive: false, accessKeys: 1, lastUsed: '2026-09-30T11:02:00Z' },
  },
  {
    controlId: 's3_bucket_level_public_access_block',
    title: 'Buckets refuse public access',
    severity: 'high',
    failed: 7,
    passed: 41,
    service: 's3',
    text: 'Turn on all four flags of the block of public access for the bucket.',
    risk: 'One policy or list of rights written by mistake shows the content to everyone.',
    evidence: { off: ['BlockPublicAcls', 'RestrictPublicBuckets'] },
  },
  {
    controlId: 'ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_22',
    title: 'No security group lets the internet in on port 22',
    severity: 'high',
    failed: 4,
    passed: 63,
    service: 'ec2',
    text: 'Take out the rule that opens port 22 to 0.0.0.0/0, and sign in through Session Manager.',
    risk: 'SSH that the internet reaches is tried with stolen passwords within minutes.',
    evidence: { rules: [{ protocol: 'tcp', from: 22, to: 22, cidr: '0.0.0.0/0' }] },
  },
  {
    controlId: 'rds_instance_storage_encrypted',
    title: 'Databases are encrypted at rest',
    severity: 'medium',
    failed: 3,
    passed: 9,
    service: 'rds',
    text: 'Copy a snapshot with a KMS key and restore the database from the copy.',
    risk: 'A snapshot that is shared by mistake is readable.',
    evidence: { storageEncrypted: false, engine: 'postgres' },
  },
  {
    controlId: 'ec2_ebs_volume_unused',
    title: 'Volumes are attached',
    severity: 'low',
    failed: 12,
    passed: 80,
    service: 'ec2',
    text: 'Take a snapshot of the volume and delete it.',
    risk: 'They cost money and hold data that nobody looks after.',
    evidence: { state: 'available', sizeGb: 500, attachments: [] },
  },
  {
    controlId: 'cloudtrail_multi_region_enabled',
    title: 'A trail records all regions',
    severity: 'medium',
    failed: 0,
    passed: 3,
    service: 'cloudtrail',
    text: 'Make the trail one of all regions.',
    risk: 'What happens in other regions leaves no trace.',
    evidence: {},
  },
];

export const ACCOUNTS = ['111122223333', '444455556666', '777788889999'];
export const REGIONS = ['eu-central-1', 'us-east-1', 'ap-southeast-2'];

export function changeOf(control: Known | undefined, resourceArn: string, day: string) {
  const { title = '', severity = 'low', controlId = '' } = control ?? {};
  return { title, severity, controlId, resourceArn, at: at(day) } as const;
}

export const arnOf = (service: string, index: number): string =>
  service === 's3'
    ? `arn:aws:s3:::northwind-data-${index}`
    : `arn:aws:${service}:${REGIONS[index % 3]}:${ACCOUNTS[index % 3]}:${service === 'iam' ? 'root' : `resource/r-0${index}a4f`}`;

export function recommendationOf(control: Known, rank: number): Recommendation {
  const { controlId, title, severity, text, failed, service } = control;
  return {
    rank,
    controlId,
    title,
    severity,
    text,
    url: 'https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-controls-reference.html',
    reason: `${failed} ${failed === 1 ? 'resource fails' : 'resources fail'} in ${Math.min(3, failed)} of your accounts.`,
    effort: rank < 3 ? 'small' : rank === 4 ? 'large' : 'medium',
    fix: service === 's3' ? { fixId: controlId, reversible: true } : null,
    resources: failed,
    accountIds: ACCOUNTS.slice(0, Math.min(3, failed)),
    regions: REGIONS.slice(0, Math.min(3, failed)),
    requirementIds: [`1.${rank}`, `2.${rank}`],
    scoreGain: 6.8 / rank,
    savingsUsd: service === 'ec2' && severity === 'low' ? 486.4 : null,
    findingIds: Array.from({ length: failed }, (_, index) => `finding_${service}_${index}`),
  };
}

export function requirementOf(control: Known, index: number): RequirementResult {
  const { controlId, title, severity, failed, passed, service, evidence } = control;
  const shown = Math.min(failed, 500);
  return {
    id: `${1 + Math.floor(index / 3)}.${1 + (index % 3)}`,
    title: `Requirement about ${service}: ${title.toLowerCase()}`,
    section: ['Identity', 'Storage', 'Networking', 'Logging'][Math.floor(index / 3)] ?? 'Others',
    status: failed === 0 ? 'passed' : passed > 20 ? 'partial' : 'failed',
    score: (100 * passed) / (passed + failed),
    coverage: 97,
    manual:
      index === 5 ? 'Check with the owner of the log archive that nobody else can delete from it.' : null,
    controls: [
      {
        controlId,
        title,
        severity,
        counts: { pass: passed, fail: failed, noEvidence: index === 3 ? 2 : 0, muted: index === 1 ? 5 : 0 },
        failed: Array.from({ length: shown }, (_, one) => ({
          findingId: one % 9 === 8 ? null : `finding_${service}_${one}`,
          resourceArn: arnOf(service, one),
          accountId: ACCOUNTS[one % 3] ?? '',
          region: REGIONS[one % 3] ?? '',
          evidence,
          readAt: at('2026-11-20'),
        })),
        more: failed - shown,
      },
    ],
  };
}
