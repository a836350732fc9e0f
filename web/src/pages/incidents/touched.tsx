import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../api/api.js';
import { Failure } from '../../ui/failure.js';
import { Time } from '../../ui/time.js';
import { nameOf } from '../../ui/who.js';
import { evidenceOf } from './queries.js';

/** Of an incident about many resources, so many are read at once. */
const MOST_RESOURCES = 5;
const MOST_SHOWN = 20;

interface Touch {
  id: string;
  at: string;
  what: string;
  source: string;
  name: string;
}

/** Entries of a kept timeline that name somebody. */
const touchesIn = (content: unknown): Touch[] =>
  (Array.isArray(content) ? (content as Record<string, unknown>[]) : []).flatMap(
    ({ id, at, what, source, who }) => {
      const name = nameOf(who);
      const texts = [id, at, what, source];
      if (name === undefined || texts.some((one) => typeof one !== 'string')) return [];
      return [{ id: String(id), at: String(at), what: String(what), source: String(source), name }];
    },
  );

/** Who has touched its resources before, by the evidence that was kept: where one looks for who has done it. */
export function Touched({ incident: { id, evidence } }: { incident: Schemas['Incident'] }) {
  const kept = evidence.filter(({ kind, status }) => kind === 'timeline' && status === 'taken');
  const asked = useQueries({
    queries: kept.slice(0, MOST_RESOURCES).map((piece) => evidenceOf(id, piece.id)),
  });
  const touches = asked
    .flatMap(({ data }) => touchesIn(data?.content))
    .sort((a, b) => b.at.localeCompare(a.at));
  const failed = asked.find(({ error }) => error !== null);
  if (touches.length === 0 && failed === undefined) return null;
  return (
    <section className="card">
      <h2>Who touched its resources before</h2>
      <p className="soft">
        As events of the account tell; that makes nobody guilty.
        {kept.length > MOST_RESOURCES && ` Of the first ${MOST_RESOURCES} resources: the evidence has all.`}
        {touches.length > MOST_SHOWN &&
          ` The last ${MOST_SHOWN} of ${touches.length} entries: the evidence has all.`}
      </p>
      {failed?.error && <Failure error={failed.error} retry={() => void failed.refetch()} />}
      <ul className="rows" aria-label="Who touched its resources">
        {touches.slice(0, MOST_SHOWN).map((touch) => (
          <li key={touch.id}>
            <b>{touch.name}</b>{' '}
            {touch.source.startsWith('evt_') ? (
              <Link to="/events/$eventId" params={{ eventId: touch.source }}>
                {touch.what}
              </Link>
            ) : (
              touch.what
            )}
            <span className="soft">
              <Time at={touch.at} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
