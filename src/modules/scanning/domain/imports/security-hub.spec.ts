import { describe, expect, it } from '@jest/globals';
import { controls } from '../controls/index.js';
import { controlsOfHub, controlsOfRequirement, frameworkOfStandard } from './security-hub-controls.js';
import { fromSecurityHub } from './security-hub.js';

const read = { accountId: '123456789012', region: 'us-east-2', since: new Date('2026-01-01') };

/** After docs.aws.amazon.com/securityhub/latest/userguide/sample-control-findings.html */
const SAMPLE = {
  SchemaVersion: '2018-10-08',
  Id: 'arn:aws:securityhub:us-east-2:123456789012:security-control/S3.8/finding/a1b2c3d4',
  ProductArn: 'arn:aws:securityhub:us-east-2::product/aws/securityhub',
  ProductName: 'Security Hub',
  Region: 'us-east-2',
  GeneratorId: 'security-control/S3.8',
  AwsAccountId: '123456789012',
  CreatedAt: '2026-01-02T00:00:00.000Z',
  UpdatedAt: '2026-01-03T00:00:00.000Z',
  Severity: { Label: 'HIGH', Normalized: 70, Original: 'HIGH' },
  Title: 'S3 general purpose buckets should block public access',
  Remediation: {
    Recommendation: { Url: 'https://docs.aws.amazon.com/console/securityhub/S3.8/remediation' },
  },
  Resources: [{ Type: 'AwsS3Bucket', Id: 'arn:aws:s3:::data', Partition: 'aws', Region: 'us-east-2' }],
  Compliance: {
    Status: 'FAILED',
    SecurityControlId: 'S3.8',
    RelatedRequirements: ['CIS AWS Foundations Benchmark v3.0.0/2.1.4'],
    AssociatedStandards: [
      { StandardsId: 'standards/aws-foundational-security-best-practices/v/1.0.0' },
      { StandardsId: 'standards/cis-aws-foundations-benchmark/v/3.0.0' },
    ],
  },
  Workflow: { Status: 'NEW' },
  RecordState: 'ACTIVE',
};
const of = (more: object) => fromSecurityHub({ ...SAMPLE, ...more }, read);

describe('fromSecurityHub', () => {
  it('takes a failed check over, with our control and the frameworks that ask for it', () => {
    expect(of({})).toMatchObject({
      ...{ provider: 'securityhub', severity: 'high', says: 'fail', violates: true },
      ...{ resourceArn: 'arn:aws:s3:::data', resourceType: 'AWS::S3::Bucket', externalControl: 'S3.8' },
      controlIds: ['s3_bucket_level_public_access_block'],
      frameworks: expect.arrayContaining(['cis-3.0', 'fsbp']) as unknown,
      updatedAt: new Date('2026-01-03'),
    });
  });

  it.each([
    ['archived', { RecordState: 'ARCHIVED' }],
    ['dealt with', { Workflow: { Status: 'RESOLVED' } }],
    ['suppressed', { Workflow: { Status: 'SUPPRESSED' } }],
    ['too old', { UpdatedAt: '2025-12-31T23:59:59Z' }],
    ['without a time', { UpdatedAt: 'lately' }],
    ["of a member's account", { AwsAccountId: '999999999999' }],
    ['of a linked region', { Region: 'eu-west-1' }],
    [
      'of a linked region, told by the product alone',
      { Region: undefined, ProductArn: 'arn:aws:securityhub:eu-west-1::p' },
    ],
    ['without an id', { Id: undefined }],
  ])('leaves out one that is %s', (_, more) => {
    expect(of(more)).toBeUndefined();
  });

  it.each([
    ['FAILED', 'fail', true],
    ['PASSED', 'pass', false],
    ['WARNING', 'no_evidence', false],
    ['NOT_AVAILABLE', 'no_evidence', false],
    [undefined, 'fail', false],
  ])('reads the status %s as %s', (Status, says, violates) => {
    expect(of({ Compliance: Status === undefined ? undefined : { Status } })).toMatchObject({
      says,
      violates,
    });
  });

  it.each([
    ['aws-foundational-security-best-practices/v/1.0.0/IAM.4', 'IAM.4'],
    ['pci-dss/v/3.2.1/PCI.S3.1', 'S3.1'],
    ['cis-aws-foundations-benchmark/v/1.4.0/2.1.5', null],
    ['aws/inspector', null],
  ])('knows by the generator %s the control %s', (GeneratorId, externalControl) => {
    expect(of({ GeneratorId, Compliance: { Status: 'FAILED' } })?.externalControl).toBe(externalControl);
  });

  it('reads the older number where there is no label', () => {
    const severities = [95, 70, 40, 1, 0].map((Normalized) => of({ Severity: { Normalized } })?.severity);
    expect(severities).toEqual(['critical', 'high', 'medium', 'low', 'informational']);
  });
});

describe("Security Hub's controls", () => {
  const known = new Set(controls.map(({ id }) => id));

  it('lead to controls that exist', () => {
    const ids = ['CloudTrail', 'CloudWatch', 'EC2', 'IAM', 'KMS', 'S3'].flatMap((service) =>
      Array.from({ length: 30 }, (_, i) => controlsOfHub(`${service}.${i + 1}`)).flat(),
    );
    expect(ids.length).toBeGreaterThan(60);
    expect(ids.filter((id) => !known.has(id))).toEqual([]);
  });

  it('are found by a requirement of CIS in the versions that are known', () => {
    expect(controlsOfRequirement('CIS AWS Foundations Benchmark v3.0.0/1.4')).toEqual([
      'iam_no_root_access_key',
    ]);
    expect(controlsOfRequirement('CIS AWS Foundations Benchmark v1.2.0/1.12')).toEqual([]);
    expect(controlsOfRequirement('NIST.800-53.r5 AC-21')).toEqual([]);
  });

  it.each([
    ['standards/pci-dss/v/4.0.1', 'pci-dss-4.0'],
    ['standards/cis-aws-foundations-benchmark/v/3.0.0', 'cis-3.0'],
    ['standards/aws-foundational-security-best-practices/v/1.0.0', 'fsbp'],
    ['ruleset/cis-aws-foundations-benchmark/v/1.2.0', undefined],
    ['standards/nist-800-53/v/5.0.0', undefined],
  ])('belong by %s to %s', (standard, slug) => {
    expect(frameworkOfStandard(standard)).toBe(slug);
  });
});
