import { type ChartSpec, severityColours, statusColours } from '../../platform/charts/index.js';
import type { AssessmentReport, RequirementResult } from './domain/assessment-report.js';
import { reportSeverities } from './domain/scan-report.js';

export const statusNames: Record<RequirementResult['status'], string> = {
  passed: 'passed',
  partial: 'partly',
  failed: 'failed',
  no_evidence: 'no evidence',
  manual: 'by hand',
  not_applicable: 'not applicable',
};

const statusOrder = ['passed', 'partial', 'failed', 'no_evidence', 'manual', 'not_applicable'] as const;

/** The charts of an assessment, for paper and for the screen. */
export const scoreGauge = ({ score }: AssessmentReport): ChartSpec => ({
  type: 'gauge',
  width: 240,
  height: 176,
  value: score,
  max: 100,
  text: score === null ? 'not known' : String(Math.round(score)),
  note: score === null ? '' : 'of 100',
  description: score === null ? 'The score is not known' : `Score ${Math.round(score)} of 100`,
});

/** undefined: one point is no trend. */
export function scoreTrend({ trend }: AssessmentReport, width = 560, height = 176): ChartSpec | undefined {
  if (trend.filter(({ score }) => score !== null).length < 2) return undefined;
  // years are only said where there are two
  const years = new Set(trend.map(({ at }) => at.getUTCFullYear())).size > 1;
  const rounded = (value: number | null) => (value === null ? null : Math.round(value));
  return {
    type: 'line',
    width,
    height,
    min: 0,
    max: 100,
    description: 'The score and its coverage over time',
    labels: trend.map(({ at }) => shortDate(at, years)),
    lines: [
      { label: 'Score', values: trend.map(({ score }) => rounded(score)) },
      {
        label: 'Coverage %',
        values: trend.map(({ coverage }) => rounded(coverage)),
        colour: severityColours.informational,
        dashed: true,
      },
    ],
  };
}

export const findingsBySeverity = ({ findings }: AssessmentReport, width = 420): ChartSpec => ({
  type: 'bars',
  width,
  height: 150,
  labelWidth: 92,
  description: 'Open findings by severity',
  bars: reportSeverities.map((severity) => ({
    label: severity,
    value: findings.bySeverity[severity] ?? 0,
    colour: severityColours[severity],
  })),
});

export const requirementStatuses = ({ statuses }: AssessmentReport, width = 560): ChartSpec => ({
  type: 'stacked',
  width,
  height: 62,
  description: 'Requirements by what they came to',
  rows: [
    {
      label: '',
      parts: statusOrder
        .filter((status) => statuses[status] > 0)
        .map((status) => ({
          label: `${statuses[status]} ${statusNames[status]}`,
          value: statuses[status],
          colour: statusColours[status],
          shown: String(statuses[status]),
        })),
    },
  ],
});

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export const shortDate = (at: Date, year = false): string =>
  `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()] ?? ''}${year ? ` ${at.getUTCFullYear()}` : ''}`;
