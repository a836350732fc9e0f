import { type Severity, type Verdict } from './control.js';
import { controlsOf, type Framework, type Requirement } from './frameworks/framework.js';

/** Verdicts by kind. A muted one is in `muted` alone, whatever it says. */
export interface Counts {
  pass: number;
  fail: number;
  noEvidence: number;
  manual: number;
  notApplicable: number;
  muted: number;
}

/**
 * What one control said about all resources. All zero: it was asked and there is nothing of its type; a control that
 * was not asked, or whose type could not be listed, has no tally.
 */
export interface ControlTally extends Counts {
  controlId: string;
  severity: Severity;
}

export interface Score {
  /** 0 to 100 with one decimal; null when nothing is decided. */
  score: number | null;
  /** Per cent of what could be decided that was decided, with one decimal; null when there is nothing to decide. */
  coverage: number | null;
  counts: Counts;
}

/** The weight of a control by its severity; the formula below is written from it. */
export const weights: Readonly<Record<Severity, number>> = {
  critical: 10,
  high: 5,
  medium: 3,
  low: 1,
  informational: 0,
};

/** For people: the API shows it beside each score. */
export const formula =
  'score = 100 × Σ(w × pass / (pass + fail)) / Σ w over controls with a pass or a fail; ' +
  `w: ${Object.entries(weights)
    .map(([severity, weight]) => `${severity} ${String(weight)}`)
    .join(', ')} (all 1 where only informational ones are decided). ` +
  'coverage = 100 × (pass + fail) / (pass + fail + no_evidence + manual). ' +
  'No evidence counts as neither pass nor fail; not applicable and muted are left out of both.';

export const noCounts: Counts = {
  pass: 0,
  fail: 0,
  noEvidence: 0,
  manual: 0,
  notApplicable: 0,
  muted: 0,
};

const kinds = {
  pass: 'pass',
  fail: 'fail',
  no_evidence: 'noEvidence',
  manual: 'manual',
  not_applicable: 'notApplicable',
} as const satisfies Record<Verdict, keyof Counts>;

export const addCounts = (a: Counts, b: Counts): Counts => ({
  pass: a.pass + b.pass,
  fail: a.fail + b.fail,
  noEvidence: a.noEvidence + b.noEvidence,
  manual: a.manual + b.manual,
  notApplicable: a.notApplicable + b.notApplicable,
  muted: a.muted + b.muted,
});

/** One verdict, `times` over, as a tally; merged ones give the control's. */
export const tallyOf = (
  { controlId, severity }: Pick<ControlTally, 'controlId' | 'severity'>,
  verdict: Verdict,
  { muted = false, times = 1 }: { muted?: boolean; times?: number } = {},
): ControlTally => ({ ...noCounts, controlId, severity, [muted ? 'muted' : kinds[verdict]]: times });

const graver = (a: Severity, b: Severity): Severity => (weights[a] >= weights[b] ? a : b);

/**
 * Tallies of accounts, regions or scans as one, sorted by control. The order and the grouping of the lists do not
 * matter. Where a control has another severity in one of them (a tenant can set it), the graver one holds.
 */
export function mergeTallies(...lists: readonly (readonly ControlTally[])[]): ControlTally[] {
  const merged = new Map<string, ControlTally>();
  for (const tally of lists.flat()) {
    const { controlId, severity } = tally;
    const before = merged.get(controlId);
    merged.set(controlId, {
      controlId,
      severity: before === undefined ? severity : graver(before.severity, severity),
      ...addCounts(before ?? noCounts, tally),
    });
  }
  return [...merged.values()].sort((a, b) => (a.controlId < b.controlId ? -1 : 1));
}

/**
 * The score over these controls, each once. A control counts by its severity and by the share of its resources that
 * pass, not by how many resources it has: a thousand encrypted volumes do not hide an open database.
 */
export function scoreOf(tallies: readonly ControlTally[]): Score {
  const each = mergeTallies(tallies);
  const counts = each.reduce<Counts>(addCounts, noCounts);
  const decided = each.filter(({ pass, fail }) => pass + fail > 0);
  const weigh = decided.some(({ severity }) => weights[severity] > 0)
    ? ({ severity }: ControlTally) => weights[severity]
    : () => 1;
  const total = decided.reduce((sum, tally) => sum + weigh(tally), 0);
  const passed = decided.reduce(
    (sum, tally) => sum + (weigh(tally) * tally.pass) / (tally.pass + tally.fail),
    0,
  );
  const clear = counts.pass + counts.fail;
  return {
    score: percent(passed, total),
    coverage: percent(clear, clear + counts.noEvidence + counts.manual),
    counts,
  };
}

/** With one decimal; 100 and 0 only where they are exact, so that a rounded score hides no failure. */
function percent(part: number, whole: number): number | null {
  if (whole === 0) return null;
  // A sum of fractions misses the whole by some bits: 1e-9 is far below one resource in a million.
  const share = part / whole;
  if (share > 1 - 1e-9) return 100;
  if (share < 1e-9) return 0;
  return Math.min(99.9, Math.max(0.1, Math.round(share * 1000) / 10));
}

export type RequirementStatus = 'passed' | 'failed' | 'partial' | 'no_evidence' | 'manual' | 'not_applicable';

/**
 * A requirement's status from the tallies of its controls. The first rule that fits holds:
 * - failed: a control fails somewhere;
 * - without a fail, but with a pass: partial where a control has no evidence (or no tally); manual where a person
 *   has to judge the rest, or the rest is not read; else passed;
 * - with neither: no_evidence where a control has none (or has no tally); manual where it is for a person, or not
 *   read; else not_applicable: there is nothing that it could concern, or all of it is muted.
 */
export function requirementStatus(
  { controls, manual, unsupported }: Pick<Requirement, 'controls' | 'manual' | 'unsupported'>,
  tallies: readonly ControlTally[],
): RequirementStatus {
  const named = ofControls(controls, tallies);
  const counts = named.reduce<Counts>(addCounts, noCounts);
  if (counts.fail > 0) return 'failed';
  const unseen = counts.noEvidence > 0 || named.length < new Set(controls).size;
  const open = counts.manual > 0 || manual !== undefined || unsupported !== undefined;
  if (counts.pass > 0) return unseen ? 'partial' : open ? 'manual' : 'passed';
  if (unseen) return 'no_evidence';
  return open ? 'manual' : 'not_applicable';
}

export interface RequirementAssessment extends Score {
  requirement: Requirement;
  status: RequirementStatus;
}

export interface Assessment extends Score {
  frameworkId: string;
  requirements: RequirementAssessment[];
  /** How many requirements have each status. */
  statuses: Record<RequirementStatus, number>;
}

/** A framework's score over all its controls, each once, and that of each requirement over its own. */
export function assess(framework: Framework, tallies: readonly ControlTally[]): Assessment {
  const merged = mergeTallies(tallies);
  const statuses = { passed: 0, failed: 0, partial: 0, no_evidence: 0, manual: 0, not_applicable: 0 };
  const requirements = framework.requirements.map((requirement) => {
    const named = ofControls(requirement.controls, merged);
    const status = requirementStatus(requirement, named);
    statuses[status] += 1;
    return { requirement, status, ...scoreOf(named) };
  });
  return { frameworkId: framework.id, ...frameworkScore(framework, merged), requirements, statuses };
}

/** Over all its controls, each once. */
export const frameworkScore = (framework: Framework, tallies: readonly ControlTally[]): Score =>
  scoreOf(ofControls(controlsOf(framework), tallies));

function ofControls(ids: readonly string[], tallies: readonly ControlTally[]): ControlTally[] {
  const wanted = new Set(ids);
  return mergeTallies(tallies.filter(({ controlId }) => wanted.has(controlId)));
}
