import type { Schemas } from '../api/api.js';

export type Counts = Schemas['DryRun']['counts'];

const WORDS = [
  ['fail', 'fail'],
  ['pass', 'pass'],
  ['noEvidence', 'without evidence'],
  ['manual', 'manual'],
  ['notApplicable', 'not applicable'],
  ['muted', 'muted'],
] as const satisfies readonly (readonly [keyof Counts, string])[];

/** How many resources fail, pass, and so on; the first two always, the others where there are some. */
export const Tally = ({ of: counts }: { of: Counts }) => (
  <span className="tally">
    {WORDS.filter(([name], i) => i < 2 || counts[name] > 0).map(([name, word]) => (
      <span key={name} className={counts[name] > 0 ? `tally-${name}` : 'soft'}>
        <b data-count={name}>{counts[name].toLocaleString('en-US')}</b> {word}
      </span>
    ))}
  </span>
);
