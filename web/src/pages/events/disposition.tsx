import type { Schemas } from '../../api/api.js';

export type Disposition = Schemas['Event']['disposition'];
export const dispositions: readonly Disposition[] = [
  ...(['processed', 'retrying', 'failed'] as const),
  ...(['coalesced', 'stale', 'ignored'] as const),
];

/** What became of it, in a word. */
const MEANS: Record<Disposition, string> = {
  processed: 'What it touched was described after it',
  retrying: 'What it touched waits to be described',
  failed: 'What it touched could not be described',
  coalesced: 'Described after a later event of the same resource, which tells of both',
  stale: 'The inventory is younger than the event',
  ignored: 'There was nothing to do',
};

export const DispositionBadge = ({ of }: { of: Disposition }) => (
  <span className={`badge ${of}`} title={MEANS[of]}>
    {of}
  </span>
);

/** `described_after_a_later_event` as people write. */
export const inWords = (reason: string): string => reason.replaceAll('_', ' ');
