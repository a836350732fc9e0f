import type { AssessmentReport } from './assessment-report.js';

/** The sentences of an assessment that both of its reports say: pure, so that they say the same. */

export const dollars = (amount: number): string =>
  `$${amount.toLocaleString('en-US', { maximumFractionDigits: amount < 100 ? 2 : 0 })}`;

export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;

export const points = (gain: number): string => (gain < 0.05 ? '–' : `+${gain.toFixed(1)}`);

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

export const longDate = (at: Date): string =>
  `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()] ?? ''} ${at.getUTCFullYear()}`;

/** What a board needs to hear first: one line. */
export function headline(report: AssessmentReport): string {
  const { score, findings } = report;
  if (score === null) return 'Too little could be read for a score.';
  const { critical = 0, high = 0 } = findings.bySeverity;
  if (findings.total === 0) return 'No finding is open in what was read.';
  if (critical > 0)
    return `${counted(critical, 'critical finding')} ${critical === 1 ? 'asks' : 'ask'} for action now.`;
  if (high > 0)
    return `Nothing critical is open; ${counted(high, 'finding')} of high severity remain${high === 1 ? 's' : ''}.`;
  return 'Nothing critical or high is open.';
}

/** The score against the one before it, and what it rests on. */
export function standing(report: AssessmentReport): string {
  const { score, coverage, trend, statuses } = report;
  const said: string[] = [];
  const earlier = trend.slice(0, -1).findLast((one) => one.score !== null);
  if (score !== null && earlier?.score != null) {
    const gain = Math.round(score) - Math.round(earlier.score);
    const way =
      gain === 0
        ? 'unchanged'
        : gain > 0
          ? `up ${counted(gain, 'point')}`
          : `down ${counted(-gain, 'point')}`;
    said.push(`The score is ${way} since ${longDate(earlier.at)}.`);
  } else if (score !== null) {
    said.push('This is the first score.');
  }
  if (coverage !== null) said.push(`${Math.round(coverage)}% of what can be checked by machine was read.`);
  const { passed, failed, partial } = statuses;
  const judged = passed + failed + partial;
  if (judged > 0)
    said.push(
      `${passed} of ${counted(judged, 'requirement')} that were judged ${passed === 1 ? 'is' : 'are'} met.`,
    );
  return said.join(' ');
}

/** What the first steps would bring; undefined: nothing is recommended. */
export function promise({ recommendations, score }: AssessmentReport, first: number): string | undefined {
  const steps = recommendations.toSorted((a, b) => a.rank - b.rank).slice(0, first);
  if (steps.length === 0) return undefined;
  const gain = steps.reduce((sum, { scoreGain }) => sum + scoreGain, 0);
  const savings = steps.reduce((sum, { savingsUsd }) => sum + (savingsUsd ?? 0), 0);
  const reached = score === null ? '' : ` to about ${Math.min(100, Math.round(score + gain))}`;
  const said = gain < 0.5 ? [] : [`could lift the score${reached}`];
  if (savings > 0) said.push(`could save ${dollars(savings)} a month`);
  if (said.length === 0) return undefined;
  return `${steps.length === 1 ? 'This step' : `These ${steps.length} steps`} ${said.join(' and ')}.`;
}
