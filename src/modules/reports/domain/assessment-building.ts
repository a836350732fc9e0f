import type { AssessmentReport, Change, RequirementResult } from './assessment-report.js';
import { recommend, type FailedControl } from './recommend.js';
import { reportSeverities, type ReportSeverity } from './scan-report.js';

/** A control of the framework as it stands: what scanning says of it. */
export interface ControlFacts {
  controlId: string;
  title: string;
  severity: ReportSeverity;
  riskText: string | null;
  remediation: { text: string; url: string } | null;
  exposure: FailedControl['exposure'];
  fix: FailedControl['fix'];
  counts: RequirementResult['controls'][number]['counts'];
  failed: readonly RequirementResult['controls'][number]['failed'][number][];
  more: number;
  accountIds: readonly string[];
  regions: readonly string[];
  savingsUsd: number | null;
  gain: { points: number; requirementIds: readonly string[] };
}

/** All that a report is made of. */
export interface AssessmentFactsOf {
  report: Pick<
    AssessmentReport,
    | 'reportId'
    | 'tenantId'
    | 'tenantName'
    | 'writtenAt'
    | 'scan'
    | 'score'
    | 'coverage'
    | 'formula'
    | 'statuses'
  > & { guidance?: AssessmentReport['guidance'] };
  framework: AssessmentReport['framework'];
  scope: AssessmentReport['scope'];
  controls: readonly ControlFacts[];
  requirements: readonly (Omit<RequirementResult, 'controls'> & { controlIds: readonly string[] })[];
  findings: readonly {
    severity: ReportSeverity;
    count: number;
    suppressed: number;
    muted: number;
    savingsUsd: number | null;
  }[];
  /** Those before this one, oldest first. */
  earlier: AssessmentReport['trend'];
  since: Date;
  changes: {
    opened: { items: readonly Change[]; total: number };
    resolved: { items: readonly Change[]; total: number };
  };
  recommends: boolean;
}

const MOST_RISKS = 5;
const MOST_EXAMPLES = 3;
const NO_REMEDIATION = 'See what the control says of each resource.';

/** The report of an assessment. The same facts give the same report. */
export function assessmentReport(facts: AssessmentFactsOf): AssessmentReport {
  const { report, framework, controls, changes, requirements } = facts;
  const byId = new Map(controls.map((one) => [one.controlId, one]));
  const failing = controls.filter(({ counts }) => counts.fail > 0);
  const { score, coverage, writtenAt } = report;
  const shown = ({ title, severity, controlId, resourceArn, at }: Change): Change => ({
    ...{ title, severity, controlId, resourceArn, at },
  });
  return {
    ...report,
    title: `${framework.name} assessment`,
    ...{ framework, scope: facts.scope },
    trend: [...facts.earlier, { at: writtenAt, score, coverage }],
    findings: findingsOf(facts.findings),
    savingsUsd: cents(facts.findings.reduce((sum, one) => sum + (one.savingsUsd ?? 0), 0)),
    changed: {
      since: facts.since,
      opened: changes.opened.items.map(shown),
      resolved: changes.resolved.items.map(shown),
      ...{ openedTotal: changes.opened.total, resolvedTotal: changes.resolved.total },
    },
    topRisks: topRisks(failing),
    recommendations: facts.recommends ? recommend(failing.map(toFailed)) : [],
    guidance: report.guidance ?? null,
    requirements: requirements.map(({ controlIds, ...requirement }) => ({
      ...requirement,
      controls: controlIds.flatMap((id) => {
        const control = byId.get(id);
        return control === undefined ? [] : [resultOf(control)];
      }),
    })),
  };
}

const resultOf = (control: ControlFacts): RequirementResult['controls'][number] => ({
  ...{ controlId: control.controlId, title: control.title, severity: control.severity },
  ...{ counts: control.counts, failed: [...control.failed], more: control.more },
});

function findingsOf(rows: AssessmentFactsOf['findings']): AssessmentReport['findings'] {
  const bySeverity: Partial<Record<ReportSeverity, number>> = {};
  for (const { severity, count } of rows)
    if (count > 0) bySeverity[severity] = (bySeverity[severity] ?? 0) + count;
  const sum = (of: 'count' | 'suppressed' | 'muted') => rows.reduce((total, one) => total + one[of], 0);
  return { total: sum('count'), bySeverity, suppressed: sum('suppressed'), muted: sum('muted') };
}

/** The worst by severity, then those that let somebody in, then those of which there are most. */
function topRisks(failing: readonly ControlFacts[]): AssessmentReport['topRisks'] {
  const opens = ({ exposure }: ControlFacts) => (exposure === 'root' || exposure === 'public' ? 0 : 1);
  return [...failing]
    .sort(
      (a, b) =>
        reportSeverities.indexOf(a.severity) - reportSeverities.indexOf(b.severity) ||
        opens(a) - opens(b) ||
        b.counts.fail - a.counts.fail ||
        (a.controlId < b.controlId ? -1 : 1),
    )
    .slice(0, MOST_RISKS)
    .map(({ controlId, title, severity, riskText, counts, failed }) => ({
      ...{ title, controlId, severity, riskText: riskText ?? '', count: counts.fail },
      examples: failed.slice(0, MOST_EXAMPLES).map(({ resourceArn }) => resourceArn),
    }));
}

const toFailed = (control: ControlFacts): FailedControl => ({
  ...{ controlId: control.controlId, title: control.title, severity: control.severity },
  ...{ exposure: control.exposure, fix: control.fix, resources: control.counts.fail },
  text: control.remediation?.text ?? NO_REMEDIATION,
  url: control.remediation?.url ?? null,
  ...{ accountIds: control.accountIds, regions: control.regions },
  ...{ requirementIds: control.gain.requirementIds, scoreGain: control.gain.points },
  savingsUsd: control.savingsUsd === null ? null : cents(control.savingsUsd),
  findingIds: control.failed.flatMap(({ findingId }) => findingId ?? []),
});

const cents = (usd: number): number => Math.round(100 * usd) / 100;

/** One line for whoever is told: no more than the report's first page says. */
export function summaryOf({ framework, score, coverage, statuses, findings }: AssessmentReport): string {
  const counted =
    score === null ? 'nothing could be decided' : `score ${score} of 100, coverage ${coverage ?? 0} %`;
  const total = Object.values(statuses).reduce((sum, one) => sum + one, 0);
  return `${framework.name}: ${counted}; ${statuses.failed} of ${total} requirements failed, ${findings.total} open findings`;
}
