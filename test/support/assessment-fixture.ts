import type { AssessmentReport } from '../../src/modules/reports/domain/assessment-report.js';
import {
  ACCOUNTS,
  CONTROLS,
  REGIONS,
  arnOf,
  at,
  changeOf,
  recommendationOf,
  requirementOf,
} from './assessment-parts.js';

/** An assessment as a company of middling size would get it. */
export function assessmentReport(changes: Partial<AssessmentReport> = {}): AssessmentReport {
  const failed = CONTROLS.filter((control) => control.failed > 0);
  return {
    reportId: 'report_01k9demo0assessment',
    title: 'CIS AWS Foundations Benchmark assessment',
    tenantId: 'northwind',
    tenantName: 'Northwind Traders',
    writtenAt: at('2026-11-20'),
    framework: {
      id: 'cis-aws',
      name: 'CIS AWS Foundations Benchmark',
      version: '4.0.1',
      note: 'Requirements are named by their numbers; their text is owned by the Center for Internet Security.',
    },
    scope: { accountIds: ACCOUNTS, regions: REGIONS, services: null, tags: null },
    scan: {
      scanId: 'scan_01k9demo',
      status: 'completed',
      endedAt: at('2026-11-20'),
      resources: 1284,
      gaps: [
        { where: '777788889999 · ap-southeast-2 · rds', what: 'access denied: rds:DescribeDBInstances' },
      ],
    },
    score: 72.4,
    coverage: 93,
    formula: 'The score is the passed share of what was read, weighted by the severity of each control.',
    trend: [48, 51.5, 55.2, 61, 66.3, 72.4].map((score, index) => ({
      at: at(`2026-${String(index + 6).padStart(2, '0')}-20`),
      score,
      coverage: 84 + index * 1.8,
    })),
    statuses: { passed: 31, failed: 9, partial: 6, no_evidence: 3, manual: 12, not_applicable: 1 },
    findings: {
      total: 27,
      bySeverity: { critical: 1, high: 11, medium: 3, low: 12 },
      suppressed: 2,
      muted: 5,
    },
    savingsUsd: 486.4,
    changed: {
      since: at('2026-10-20'),
      opened: [
        changeOf(CONTROLS[1], 'arn:aws:s3:::northwind-exports', '2026-11-12'),
        changeOf(CONTROLS[2], 'arn:aws:ec2:eu-central-1:444455556666:security-group/sg-0c1f', '2026-11-03'),
      ],
      resolved: [
        changeOf(CONTROLS[0], 'arn:aws:iam::444455556666:root', '2026-11-15'),
        changeOf(CONTROLS[3], 'arn:aws:rds:us-east-1:111122223333:db:orders', '2026-11-10'),
        changeOf(CONTROLS[1], 'arn:aws:s3:::northwind-website-logs', '2026-10-28'),
      ],
      openedTotal: 2,
      resolvedTotal: 9,
    },
    topRisks: failed.map(({ title, controlId, severity, risk, failed: count, service }) => ({
      title,
      controlId,
      severity,
      riskText: risk,
      count,
      examples: Array.from({ length: Math.min(3, count) }, (_, index) => arnOf(service, index)),
    })),
    recommendations: failed.map((control, index) => recommendationOf(control, index + 1)),
    guidance: null,
    requirements: CONTROLS.map((control, index) => requirementOf(control, index)),
    ...changes,
  };
}

/** A model's text about the same facts. */
export const writtenGuidance = {
  modelId: 'anthropic.claude-sonnet-4-20250514-v1:0',
  writtenAt: at('2026-11-20'),
  paragraphs: [
    {
      text: 'Start with the root user of account 111122223333: it is the only critical finding, and it takes minutes.',
      findingIds: ['finding_iam_0'],
    },
    {
      text: 'The seven open buckets share one cause: they are older than the default of 2023. One change set mends all.',
      findingIds: ['finding_s3_0', 'finding_s3_1', 'finding_s3_2'],
    },
  ],
  dropped: 1,
};

/** Nothing has failed, and nothing was known before. */
export const emptyAssessment = (): AssessmentReport =>
  assessmentReport({
    score: null,
    coverage: null,
    trend: [],
    statuses: { passed: 0, failed: 0, partial: 0, no_evidence: 62, manual: 0, not_applicable: 0 },
    findings: { total: 0, bySeverity: {}, suppressed: 0, muted: 0 },
    savingsUsd: 0,
    changed: { since: at('2026-10-20'), opened: [], resolved: [], openedTotal: 0, resolvedTotal: 0 },
    topRisks: [],
    recommendations: [],
    requirements: [],
    scan: { scanId: 'scan_empty', status: 'completed', endedAt: null, resources: 0, gaps: [] },
  });

/** Thousands of failed resources of one control, and a dozen controls more. */
export function largeAssessment(resources = 5000): AssessmentReport {
  const many = Array.from({ length: 12 }, () => CONTROLS.slice(1, 2)).flat();
  return assessmentReport({
    findings: {
      total: resources,
      bySeverity: { critical: 14, high: resources - 2614, medium: 1400, low: 1100, informational: 100 },
      suppressed: 120,
      muted: 44,
    },
    savingsUsd: 128_400.75,
    changed: { ...assessmentReport().changed, openedTotal: 1204, resolvedTotal: 388 },
    requirements: many.map((control, index) =>
      requirementOf(
        { ...control, controlId: `control_${index}`, failed: Math.ceil(resources / many.length) },
        index,
      ),
    ),
  });
}

export const LONG_NAME =
  'a-name-that-somebody-made-by-joining-the-project-the-team-the-stage-and-the-date-until-it-was-far-too-long-for-any-column-2026-11-20';

/** Every text is as long as it can be. */
export function longAssessment(): AssessmentReport {
  const report = assessmentReport();
  const words = `${'A sentence that goes on, as the texts of some controls do, and then some more. '.repeat(6)}${LONG_NAME}`;
  const arn = `arn:aws:s3:::${LONG_NAME}/${LONG_NAME}`;
  return {
    ...report,
    title: `${report.title} of ${LONG_NAME} and its friends`,
    tenantName: `${LONG_NAME} Holding Incorporated`,
    framework: { ...report.framework, name: `${report.framework.name} ${LONG_NAME}`, note: words },
    scope: {
      accountIds: Array.from({ length: 60 }, (_, index) => String(100_000_000_000 + index)),
      regions: Array.from({ length: 30 }, (_, index) => `xx-somewhere-${index}`),
      services: null,
      tags: { [LONG_NAME]: LONG_NAME },
    },
    formula: words,
    scan: {
      ...report.scan,
      gaps: Array.from({ length: 200 }, (_, index) => ({ where: `${index} ${LONG_NAME}`, what: words })),
    },
    changed: {
      ...report.changed,
      opened: Array.from({ length: 40 }, () => ({
        title: words,
        severity: 'critical' as const,
        controlId: LONG_NAME,
        resourceArn: arn,
        at: at('2026-11-01'),
      })),
      openedTotal: 123_456,
    },
    topRisks: Array.from({ length: 20 }, () => ({
      title: words,
      controlId: LONG_NAME,
      severity: 'critical' as const,
      riskText: words,
      count: 123_456,
      examples: [arn, arn],
    })),
    recommendations: report.recommendations.flatMap((one) =>
      [0, 1, 2].map((add) => ({
        ...one,
        rank: one.rank + add * 5,
        title: words,
        text: words,
        reason: words,
        savingsUsd: 1_234_567.89,
      })),
    ),
    guidance: {
      ...writtenGuidance,
      modelId: LONG_NAME,
      paragraphs: Array.from({ length: 12 }, () => ({
        text: words,
        findingIds: Array.from({ length: 30 }, (_, index) => `finding_${index}_${LONG_NAME}`),
      })),
    },
  };
}

/** Names in Arabic, Hebrew and Chinese, some with numbers and brackets, and one that would turn the line round. */
export function rtlAssessment(): AssessmentReport {
  const report = assessmentReport({ guidance: writtenGuidance });
  const names = [
    'arn:aws:iam::123456789012:role/مدير-النظام/admin',
    'قاعدة بيانات العملاء (الإنتاج) 2026',
    'מסד נתונים של לקוחות (prod-db) v2',
    '顧客データベース',
    'arn:aws:s3:::\u202egnp.live\u202c <b>bold</b> & "quoted"',
  ];
  const name = (index: number): string => names[index % names.length] ?? '';
  return {
    ...report,
    tenantName: 'شركة المستقبل للتقنية (2026)',
    changed: {
      ...report.changed,
      opened: names.map((resourceArn, index) => ({
        title: index === 1 ? 'الدلاء ترفض الوصول العام' : 'Buckets refuse public access',
        severity: 'high' as const,
        controlId: 's3_bucket_level_public_access_block',
        resourceArn,
        at: at('2026-11-01'),
      })),
    },
    topRisks: report.topRisks.map((risk, index) => ({
      ...risk,
      title: index === 1 ? 'הדליים חסומים לגישה ציבורית (4 דגלים)' : risk.title,
      riskText: index === 1 ? 'كل من يعرف الاسم يقرأ المحتوى: 7 من 48 دلوًا مفتوحة (15%).' : risk.riskText,
      examples: [name(index), name(index + 1)],
    })),
    requirements: report.requirements.map((requirement) => ({
      ...requirement,
      controls: requirement.controls.map((control) => ({
        ...control,
        failed: control.failed.map((resource, index) => ({
          ...resource,
          resourceArn: name(index),
          evidence: { الاسم: name(index), '<script>': '</pre><script>alert(1)</script>' },
        })),
      })),
    })),
  };
}
