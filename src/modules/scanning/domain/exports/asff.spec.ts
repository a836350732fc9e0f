import { describe, expect, it } from '@jest/globals';
import { controlNotes, exportedFinding, suppression } from '../../../../../test/support/exported.js';
import { severities } from '../control.js';
import { toAsff } from './asff.js';
import { hubResourceType } from './hub-resource-types.js';
import type { ControlNotes, ExportedFinding } from './subject.js';

const context = { homeRegion: 'us-east-1', updatedAt: new Date('2026-04-01T00:00:00.000Z') };
const of = (changes: Partial<ExportedFinding> = {}, notes: ControlNotes | null = controlNotes()) =>
  toAsff({ finding: exportedFinding(changes), notes }, context);

describe('a finding in the AWS Security Finding Format', () => {
  it('has what the format requires', () => {
    const severity = { Label: 'HIGH', Original: 'high' };
    expect(of()).toMatchObject({
      SchemaVersion: '2018-10-08',
      Id: 'compliance-shepherd/fnd_1',
      ProductArn: 'arn:aws:securityhub:eu-west-1:111111111111:product/111111111111/default',
      GeneratorId: 'compliance-shepherd/s3_bucket_level_public_access_block',
      AwsAccountId: '111111111111',
      Types: ['Software and Configuration Checks/Industry and Regulatory Standards'],
      CreatedAt: '2026-03-01T10:00:00.000Z',
      UpdatedAt: '2026-04-01T00:00:00.000Z',
      ...{ Severity: severity, FindingProviderFields: { Severity: severity } },
      ...{ Title: 'The bucket does not block public access', Description: 'Anybody can read it.' },
      Resources: [
        { Type: 'AwsS3Bucket', Id: 'arn:aws:s3:::acme-invoices', Partition: 'aws', Region: 'eu-west-1' },
      ],
      Compliance: { Status: 'FAILED', RelatedRequirements: ['cis-3.0/2.1.4'] },
      ...{ Workflow: { Status: 'NEW' }, RecordState: 'ACTIVE' },
    });
  });

  it('keeps the limits of the format', () => {
    const many = Array.from({ length: 50 }, (_, i) => ({
      ...{ frameworkId: 'own', framework: 'Own', requirementId: `${i}${'x'.repeat(100)}` },
    }));
    const notes = controlNotes({
      risk: 'r'.repeat(5000),
      requirements: many,
      remediation: { text: 't'.repeat(5000), url: 'https://example.com' },
    });
    const asff = of({ title: '😀'.repeat(500), evidence: { long: 'e'.repeat(5000) } }, notes);
    expect(asff.Title.length).toBeLessThanOrEqual(256);
    expect(asff.Title).not.toMatch(/[\uD800-\uDBFF]…$/);
    expect(asff.Description).toHaveLength(1024);
    expect(asff.Remediation?.Recommendation.Text).toHaveLength(512);
    expect(asff.Compliance.RelatedRequirements).toHaveLength(32);
    expect(Math.max(...asff.Compliance.RelatedRequirements.map(({ length }) => length))).toBe(64);
    expect(Math.max(...Object.values(asff.ProductFields).map(({ length }) => length))).toBe(2048);
  });

  it('has no text of blanks alone, which the format refuses', () => {
    const asff = of({ title: ' ' }, controlNotes({ risk: '' }));
    expect([asff.Title, asff.Description]).toEqual([
      asff.ProductFields['compliance-shepherd/controlId'],
      asff.Title,
    ]);
    const suppressed = of({ suppressed: { ...suppression, reason: ' ' } });
    expect(suppressed.ProductFields).not.toHaveProperty('compliance-shepherd/suppressedReason');
  });

  it('is told of in the home region where it lies in none, and in the partition of its resource', () => {
    const asff = of({ region: 'global', resourceArn: 'arn:aws-cn:iam::111111111111:user/ann' });
    expect(asff.ProductArn).toBe(
      'arn:aws-cn:securityhub:us-east-1:111111111111:product/111111111111/default',
    );
    expect(asff.Resources[0]).toMatchObject({ Partition: 'aws-cn', Region: 'us-east-1' });
  });

  it('is archived when it is resolved, suppressed or not', () => {
    const resolved = of({ status: 'resolved', suppressed: suppression });
    expect(resolved).toMatchObject({
      ...{ Compliance: { Status: 'PASSED' }, Workflow: { Status: 'RESOLVED' }, RecordState: 'ARCHIVED' },
    });
  });

  it('is suppressed by hand and by a mute alike', () => {
    for (const one of [{ suppressed: suppression }, { muted: { muteId: 'mute_1' } }])
      expect(of(one)).toMatchObject({ Workflow: { Status: 'SUPPRESSED' }, RecordState: 'ACTIVE' });
  });

  it('names each severity as Security Hub does', () => {
    const labels = severities.map((severity) => of({ severity }).Severity.Label);
    expect(labels).toEqual(['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL']);
  });

  it('is of no standard where no framework asks, or where it is about waste', () => {
    expect(of({}, controlNotes({ requirements: [] })).Types).toEqual([
      'Software and Configuration Checks/AWS Security Best Practices',
    ]);
    expect(of({}, controlNotes({ class: 'waste' })).Types).toEqual(['Software and Configuration Checks']);
    expect(of({}, null)).not.toHaveProperty('Remediation');
  });
});

describe('the type of a resource in Security Hub', () => {
  it.each([
    ['AWS::EC2::EIP', 'AwsEc2Eip'],
    ['AWS::EC2::VPC', 'AwsEc2Vpc'],
    ['AWS::IAM::ManagedPolicy', 'AwsIamPolicy'],
    ['AWS::ElasticLoadBalancingV2::LoadBalancer', 'AwsElbv2LoadBalancer'],
    ['AWS::EC2::EbsEncryptionByDefault', 'Other'],
  ])('%s is %s', (type, name) => {
    expect(hubResourceType(type)).toBe(name);
  });
});
