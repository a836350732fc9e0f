import type { ControlNotes, ExportedFinding } from '../../src/modules/scanning/domain/exports/subject.js';

const DAY = '2026-03-01T10:00:00.000Z';

/** An open finding, as it is exported; `changes` makes it another. */
export const exportedFinding = (changes: Partial<ExportedFinding> = {}): ExportedFinding => ({
  id: 'fnd_1',
  tenantId: 'acme',
  controlId: 's3_bucket_level_public_access_block',
  title: 'The bucket does not block public access',
  status: 'open',
  severity: 'high',
  accountId: '111111111111',
  region: 'eu-west-1',
  resourceArn: 'arn:aws:s3:::acme-invoices',
  resourceType: 'AWS::S3::Bucket',
  evidence: { blockPublicAcls: false },
  risk: null,
  estimatedMonthlySavingsUsd: null,
  firstSeenAt: new Date(DAY),
  lastSeenAt: new Date('2026-03-02T10:00:00.000Z'),
  openedAt: new Date(DAY),
  resolvedAt: null,
  suppressed: null,
  muted: null,
  scanId: 'scan_1',
  ...changes,
});

export const suppression = {
  reason: 'a public website',
  by: 'ann@example.com',
  at: new Date('2026-03-03T10:00:00.000Z'),
  until: null,
};

export const controlNotes = (changes: Partial<ControlNotes> = {}): ControlNotes => ({
  class: 'security',
  risk: 'Anybody can read it.',
  remediation: {
    text: 'Block public access.',
    url: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
  },
  requirements: [
    { frameworkId: 'cis-3.0', framework: 'CIS AWS Foundations Benchmark 3.0', requirementId: '2.1.4' },
  ],
  ...changes,
});
