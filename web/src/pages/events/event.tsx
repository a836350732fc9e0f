import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { Schemas } from '../../api/api.js';
import { AsCurl } from '../../ui/as-curl.js';
import { Copy } from '../../ui/copy.js';
import { JsonTree } from '../../ui/json-tree.js';
import { Empty, Shown } from '../../ui/states.js';
import { Time } from '../../ui/time.js';
import { DispositionBadge, inWords } from './disposition.js';
import { eventOf } from './queries.js';
import { Touched } from './touched.js';

/** One event: what it said, what it touched, and what became of that. */
export function EventPage() {
  const { eventId } = useParams({ from: '/events/$eventId' });
  return (
    <>
      <p>
        <Link to="/events">← Events</Link>
      </p>
      <Shown of={useQuery(eventOf(eventId))} lines={10}>
        {(event) => (
          <article className="parts">
            <header>
              <p>
                <DispositionBadge of={event.disposition} /> {inWords(event.reason)}
                {event.isOwn && <span className="chip">by a fix of this service</span>}
              </p>
              <h1>{event.eventName}</h1>
              <Facts event={event} />
              <AsCurl path={`/events/${eventId}`} />
            </header>
            <section className="card">
              <h2>What it touched</h2>
              <Touched resources={event.resources} outcomes={event.outcomes} />
            </section>
            <Who who={event.who} />
            {event.ruleRuns.length > 0 && (
              <section className="card">
                <h2>What event rules did about it</h2>
                <ul className="rows">
                  {event.ruleRuns.map(({ id, ruleId, status }) => (
                    <li key={id}>
                      <span className="chip">{status}</span> <code>{ruleId}</code>
                    </li>
                  ))}
                </ul>
              </section>
            )}
            <section className="card">
              <h2>Raw event</h2>
              <ul className="tree">
                {Object.entries(event.event).map(([name, value]) => (
                  <JsonTree key={name} name={name} value={value} />
                ))}
              </ul>
            </section>
          </article>
        )}
      </Shown>
    </>
  );
}

const Facts = ({ event }: { event: Schemas['EventWithDetails'] }) => (
  <dl className="facts">
    <dt>Source</dt>
    <dd>{event.eventSource}</dd>
    <dt>Account</dt>
    <dd>
      {event.accountId ?? '–'} {event.region}
    </dd>
    <dt>Happened</dt>
    <dd>
      <Time at={event.eventTime} />
    </dd>
    <dt>Received</dt>
    <dd>
      <Time at={event.receivedAt} />
    </dd>
    <dt>Processed</dt>
    <dd>{event.settledAt === null ? 'not yet' : <Time at={event.settledAt} />}</dd>
    <dt>Rule</dt>
    <dd>{event.rule ?? 'none knows what it changes'}</dd>
    <dt>Event id</dt>
    <dd>
      <code>{event.eventId}</code> <Copy text={event.eventId} what="event id" />
    </dd>
  </dl>
);

/** Who did it, from where and with what. */
const Who = ({ who }: { who: Record<string, unknown> | null }) => (
  <section className="card">
    <h2>Who did it</h2>
    {who === null ? (
      <Empty title="The event does not tell" />
    ) : (
      <dl className="facts">
        {Object.entries(who).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{typeof value === 'string' ? value : <code>{JSON.stringify(value)}</code>}</dd>
          </div>
        ))}
      </dl>
    )}
  </section>
);
