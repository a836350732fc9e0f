import { describe, expect, it } from '@jest/globals';
import { html } from './html.js';
import { scanReportHtml, type ReportFinding, type ScanReport } from './scan-report.js';

const finding = (changed: Partial<ReportFinding> = {}): ReportFinding => ({
  controlId: 's3_bucket_unused',
  title: 'Bucket is unused',
  severity: 'low',
  accountId: '123456789012',
  region: 'eu-west-1',
  resourceArn: 'arn:aws:s3:::logs',
  risk: 'low',
  riskText: 'It costs money',
  remediation: { text: 'Delete it', url: 'https://docs.aws.amazon.com/s3' },
  estimatedMonthlySavingsUsd: 1234.5,
  ...changed,
});

const report = (changed: Partial<ScanReport> = {}): ScanReport => ({
  ...{
    reportId: 'rpt_1',
    title: 'Compliance scan',
    tenantId: 'acme',
    writtenAt: new Date('2026-03-01T12:00:00Z'),
  },
  scan: {
    ...{ scanId: 'scan_1', status: 'completed_with_errors', scanType: 'full', accountIds: ['123456789012'] },
    ...{
      regions: null,
      services: null,
      beganAt: new Date('2026-03-01T11:58:00Z'),
      endedAt: null,
      resources: 7,
    },
    gaps: [{ where: '123456789012 · eu-west-1 · ec2', what: 'denied (AccessDenied)' }],
  },
  totals: { total: 1, bySeverity: { low: 1 }, suppressed: 2, estimatedMonthlySavingsUsd: 1234.5 },
  findings: [finding()],
  recommends: true,
  ...changed,
});

describe('the report of a scan', () => {
  it('shows what was found, what it costs, and what could not be read', () => {
    const page = scanReportHtml(report());
    for (const text of ['arn:aws:s3:::logs', 's3_bucket_unused', 'It costs money', '$1,234.50', 'Delete it'])
      expect(page).toContain(text);
    expect(page).toContain('denied (AccessDenied)');
    expect(page).toContain('full, completed with errors');
    expect(page).toContain('2026-03-01 11:58 UTC');
  });

  it('keeps hostile names from being anything but text', () => {
    const hostile = `"><script>alert(1)</script><img src=x onerror='a()'>&amp;`;
    const page = scanReportHtml(
      report({
        ...{ title: hostile, tenantId: hostile },
        findings: [
          finding({
            title: hostile,
            resourceArn: `arn:aws:iam::1:user/${hostile}`,
            controlId: hostile,
            riskText: hostile,
          }),
          finding({ controlId: 'b', remediation: { text: hostile, url: 'javascript:alert(1)' } }),
        ],
        scan: { ...report().scan, gaps: [{ where: hostile, what: hostile }], accountIds: [hostile] },
      }),
    );
    expect(page).not.toMatch(/<script|<img|javascript:|onerror='/);
    expect(page).toContain(
      '&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=&#39;a()&#39;&gt;&amp;amp;',
    );
  });

  it('lets no character turn the reading direction or go unseen', () => {
    expect(html`<b>${'gnp\u202egpj\u0000'}</b>`.text).toBe('<b>gnp\ufffdgpj\ufffd</b>');
  });

  it('says nothing of a price that nobody knows, and names no recommendation where none is wanted', () => {
    const page = scanReportHtml(
      report({ recommends: false, findings: [finding({ estimatedMonthlySavingsUsd: null })] }),
    );
    expect(page).toMatch(/<td class="number">\s*–\s*<\/td>/);
    expect(page).not.toContain('Recommendations');
  });

  it('says how many findings it leaves out', () => {
    const totals = { total: 9, bySeverity: { low: 9 }, suppressed: 0, estimatedMonthlySavingsUsd: 0 };
    expect(scanReportHtml(report({ totals }))).toContain('The 1 worst of 9 findings are shown.');
  });

  it('says so where nothing was found', () => {
    const totals = { total: 0, bySeverity: {}, suppressed: 0, estimatedMonthlySavingsUsd: 0 };
    const page = scanReportHtml(report({ totals, findings: [] }));
    expect(page).toContain('Nothing was found.');
    expect(page).not.toContain('<table>');
  });
});
