import { efforts, type Effort, type Recommendation } from './assessment-report.js';
import { reportSeverities, type ReportSeverity } from './scan-report.js';

/** What is known of a control that fails. */
export interface FailedControl {
  controlId: string;
  title: string;
  severity: ReportSeverity;
  text: string;
  url: string | null;
  exposure: 'root' | 'public' | 'unused' | null;
  fix: { fixId: string; reversible: boolean } | null;
  resources: number;
  accountIds: readonly string[];
  regions: readonly string[];
  requirementIds: readonly string[];
  /** Points of the framework's score. */
  scoreGain: number;
  savingsUsd: number | null;
  /** The worst first. */
  findingIds: readonly string[];
}

const MOST_FINDINGS = 20;
const SEVERITY_POINTS: Readonly<Record<ReportSeverity, number>> = {
  ...{ critical: 100, high: 50, medium: 25, low: 8, informational: 0 },
};
const EFFORT_POINTS: Readonly<Record<Effort, number>> = { small: 12, medium: 5, large: 0 };
const POINTS_PER_SCORE_POINT = 3;
/** Of those that weigh the same, whom they let in says which is first, then what they cost. */
const EXPOSURES: readonly FailedControl['exposure'][] = ['root', 'public', 'unused', null];

/**
 * How much work it is. A fix of the service is a plan to agree to: few are small, many medium; one that cannot be
 * taken back needs a look at each resource, which is one step more. By hand, each resource is work.
 */
export function effortOf({ fix, resources }: Pick<FailedControl, 'fix' | 'resources'>): Effort {
  if (fix === null) return stepAt(resources, 2, 20);
  return fix.reversible ? stepAt(resources, 50, Infinity) : stepAt(resources, 5, 50);
}

const stepAt = (resources: number, small: number, medium: number): Effort =>
  resources <= small ? 'small' : resources <= medium ? 'medium' : 'large';

/** What speaks for doing it: it rises with severity and gain, and falls with effort. */
export function weightOf(given: FailedControl): number {
  const { severity, scoreGain } = given;
  return SEVERITY_POINTS[severity] + EFFORT_POINTS[effortOf(given)] + POINTS_PER_SCORE_POINT * scoreGain;
}

/** What to do first. The order of what is given does not matter: the same facts give the same list. */
export function recommend(failed: readonly FailedControl[]): Recommendation[] {
  return stepwise([...failed].sort(inOrder)).map((one, at) => ({
    rank: at + 1,
    ...{ controlId: one.controlId, title: one.title, severity: one.severity, text: one.text, url: one.url },
    ...{ reason: reasonOf(one), effort: effortOf(one), fix: one.fix, resources: one.resources },
    ...{ accountIds: [...one.accountIds], regions: [...one.regions] },
    ...{ requirementIds: [...one.requirementIds], scoreGain: one.scoreGain, savingsUsd: one.savingsUsd },
    findingIds: one.findingIds.slice(0, MOST_FINDINGS),
  }));
}

/** Of two that weigh the same, what is done on the way to the other, or once for all that the other is about. */
const BEFORE: readonly (readonly [string, string])[] = [
  ['iam_root_mfa_enabled', 'iam_root_hardware_mfa_enabled'],
  ['s3_account_level_public_access_blocks', 's3_bucket_level_public_access_block'],
];

/** By weight; what weighs the same by severity, gain, effort, exposure, savings and resources, then by its id. */
function inOrder(a: FailedControl, b: FailedControl): number {
  return (
    weightOf(b) - weightOf(a) ||
    reportSeverities.indexOf(a.severity) - reportSeverities.indexOf(b.severity) ||
    b.scoreGain - a.scoreGain ||
    efforts.indexOf(effortOf(a)) - efforts.indexOf(effortOf(b)) ||
    EXPOSURES.indexOf(a.exposure) - EXPOSURES.indexOf(b.exposure) ||
    (b.savingsUsd ?? 0) - (a.savingsUsd ?? 0) ||
    b.resources - a.resources ||
    (a.controlId < b.controlId ? -1 : 1)
  );
}

function stepwise(sorted: readonly FailedControl[]): FailedControl[] {
  const steps = [...sorted];
  for (const [first, second] of BEFORE) {
    const [from, to] = [first, second].map((id) => steps.findIndex(({ controlId }) => controlId === id));
    const [one, other] = [steps[from ?? -1], steps[to ?? -1]];
    if (from === undefined || to === undefined || one === undefined || other === undefined) continue;
    if (from > to && weightOf(one) === weightOf(other)) steps.splice(to, 0, ...steps.splice(from, 1));
  }
  return steps;
}

const EXPOSED: Readonly<Record<NonNullable<FailedControl['exposure']>, string>> = {
  root: 'It is about the root user, whom no policy limits.',
  public: 'It is about access from outside.',
  unused: 'It is about what nobody uses.',
};

/** Why now: from counts and nothing else. */
function reasonOf(given: FailedControl): string {
  const { resources, accountIds, regions, requirementIds, scoreGain, savingsUsd, exposure, fix } = given;
  const where = `${counted(resources, 'resource')} in ${counted(accountIds.length, 'account')}`;
  const spread = regions.length > 1 ? ` and ${counted(regions.length, 'region')}` : '';
  const sentences = [
    `${where}${spread} ${resources === 1 ? 'fails' : 'fail'}.`,
    ...(exposure === null ? [] : [EXPOSED[exposure]]),
    ...(scoreGain > 0
      ? [`Mending all of it raises the score by ${scoreGain} ${scoreGain === 1 ? 'point' : 'points'}.`]
      : []),
    ...(requirementIds.length > 0 ? [`${counted(requirementIds.length, 'requirement')} failed on it.`] : []),
    ...((savingsUsd ?? 0) > 0 ? [`It costs about $${(savingsUsd ?? 0).toFixed(2)} a month.`] : []),
    fix === null
      ? 'It is mended by hand.'
      : fix.reversible
        ? 'A fix is ready, and can be taken back.'
        : 'A fix is ready; what it changes cannot all be brought back.',
  ];
  return sentences.join(' ');
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
