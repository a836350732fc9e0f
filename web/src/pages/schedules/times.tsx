import type { Schemas } from '../../api/api.js';
import { Time } from '../../ui/time.js';

/** 2026-11-01T06:00:00-05:00 as people read it; the offset stays, as one local time may come twice. */
const readable = (local: string): string => local.replace('T', ' ').replace(/(:00)?([+-]\d\d:\d\d)$/, ' $2');

/** Times to come on the reader's clock and the schedule's, with what a change of the clocks does to them. */
export const Times = ({ of }: { of: Schemas['SchedulePreview']['next'] }) => (
  <ol className="times">
    {of.map(({ at, local, note }) => (
      <li key={at}>
        <Time at={at} /> <span className="soft">{readable(local)}</span>
        {note !== undefined && <mark>{note}</mark>}
      </li>
    ))}
  </ol>
);
