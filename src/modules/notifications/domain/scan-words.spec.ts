import { describe, expect, it } from '@jest/globals';
import { scanSummary } from '../../../../test/support/told-messages.js';
import type { ScanSummary } from './scan-summary.js';
import { riskSentences, scanFields, scanHeadline, scoresOf, wasteText } from './scan-words.js';

const row = (type: string, region: string, count: number, highRisk = 0): ScanSummary['waste'][number] => ({
  ...{ resourceType: `AWS::${type}`, region, count, highRisk, savingsUsd: 0 },
});
const scan = (waste: ScanSummary['waste'], more: Partial<ScanSummary> = {}) =>
  scanSummary({ waste, ...more });
const calm = { bySeverity: {}, top: [], savingsUsd: 0, opened: 0, resolved: 0 };

describe('what a scan has found', () => {
  it('is told as specs/4 prints it', () => {
    const { icon, title } = scanHeadline(scanSummary());
    expect(`${icon} ${title}\n\n${wasteText(scanSummary())}`).toBe(
      `🚨 Found 25 unused AWS resources across multiple regions!

EC2 Instances:
• us-east-1: 8
• eu-west-1: 3
• ap-south-1: 2

EBS Volumes:
• us-east-1: 5
• eu-west-1: 2

S3 Buckets: 3
IAM Users: 2
Access Keys: 0 (0 High Risk)`,
    );
  });

  it('has other types by region after those, and keys by risk', () => {
    const waste = [
      ...[
        row('EC2::EIP', 'eu-west-1', 1),
        row('ECR::Repository', 'eu-west-1', 4),
        row('EC2::EIP', 'eu-north-1', 1),
      ],
      ...[row('EC2::Volume', 'eu-west-1', 1), row('IAM::AccessKey', 'global', 5, 3)],
    ];
    expect(wasteText(scan(waste))).toBe(
      `EBS Volumes:
• eu-west-1: 1

ECR Repositories:
• eu-west-1: 4

Elastic IPs:
• eu-north-1: 1
• eu-west-1: 1

S3 Buckets: 0
IAM Users: 0
Access Keys: 5 (3 High Risk)`,
    );
  });

  it('names the only region, and none for what belongs to the account', () => {
    expect(
      scanHeadline(scan([row('EC2::Volume', 'eu-west-1', 1), row('IAM::User', 'global', 1)])).title,
    ).toBe('Found 2 unused AWS resources in eu-west-1!');
    expect(scanHeadline(scan([row('IAM::User', 'global', 1)])).title).toBe('Found 1 unused AWS resource!');
  });

  it('is calm where nothing is unused', () => {
    const found = scan([], calm);
    expect(scanHeadline(found)).toEqual({ icon: '✅', title: 'No unused AWS resources found' });
    expect(wasteText(found)).toBe('');
    expect(scanFields(found).map(({ label }) => label)).toEqual([
      'CIS 3.0 score',
      'PCI DSS 4.0 score',
      'SOC 2 score',
    ]);
  });

  it.each([
    [{ ...calm, gaps: 3 }, '⚠️', 'No unused AWS resources found in what could be read'],
    [{ ...calm, bySeverity: { critical: 1 } }, '⚠️', 'No unused AWS resources found'],
    [{ ...calm, status: 'failed' }, '❌', 'Scan failed: nothing could be read'],
    [{ ...calm, scanType: 'security' }, '✅', 'No findings'],
    [{ ...calm, scanType: 'security', bySeverity: { high: 2, low: 1 } }, '🚨', 'Found 3 open findings'],
  ] as const)('claims no more than it knows: %j', (given, icon, title) => {
    expect(scanHeadline(scan([], given))).toEqual({ icon, title });
  });

  it('leaves regions out that nobody reads, and counts them', () => {
    const many = Array.from({ length: 17 }, (_, index) =>
      row('EC2::Volume', `r-${String(index).padStart(2, '0')}`, 2),
    );
    expect(wasteText(scan(many)).split('\n').slice(11, 14)).toEqual([
      '• r-10: 2',
      '• r-11: 2',
      '• and 5 more regions: 10',
    ]);
  });

  it('is told with severities, news, money, scores and what could not be read', () => {
    expect(scanFields(scanSummary({ gaps: 2 })).map(({ label, value }) => `${label}: ${value}`)).toEqual([
      'Open findings: 58 (2 critical, 7 high, 14 medium, 31 low, 4 informational)',
      'Since the last scan: 6 new, 11 resolved',
      'Could be saved: $217.70 a month',
      'CIS 3.0 score: 82.4% (up 3.5)',
      'PCI DSS 4.0 score: 71% (down 2.5)',
      'SOC 2 score: 90.2% (unchanged)',
      'Could not be read: 2 things: there may be more than is told here',
    ]);
    expect(
      scoresOf(
        scanSummary({ scores: [{ frameworkId: 'own', name: 'Ours', score: null, before: 1, coverage: 0 }] }),
      ),
    ).toEqual([{ framework: 'Ours', shown: 'not known', score: null }]);
  });

  it('is judged in sentences', () => {
    expect(riskSentences(scan([row('IAM::AccessKey', 'global', 3, 1)]))).toEqual([
      '2 critical and 7 high findings are open.',
      'High risk: 1 active access key that nobody uses opens the account to whoever finds it.',
      'Low risk: 2 inactive access keys can be deleted.',
    ]);
    expect(riskSentences(scan([], calm))).toEqual(['Nothing critical or high is open.']);
  });
});
