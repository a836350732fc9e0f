import type { Schemas } from '../api/api.js';

export type Verdict = Schemas['Verdict']['verdict'];
export const verdicts: readonly Verdict[] = ['fail', 'pass', 'no_evidence', 'manual', 'not_applicable'];

const WORDS = {
  fail: 'fails',
  pass: 'passes',
  no_evidence: 'no evidence',
  manual: 'manual',
  not_applicable: 'not applicable',
} as const satisfies Record<Verdict, string>;

/** What a control says of a resource. */
export const VerdictBadge = ({ of }: { of: Verdict }) => (
  <span className={`badge verdict-${of}`} data-verdict={of}>
    {WORDS[of]}
  </span>
);
