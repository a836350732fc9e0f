import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay } from '../../api/session.js';
import { AsCurl } from '../../ui/as-curl.js';
import { Choice } from '../../ui/choice.js';
import { FilterForm } from '../../ui/filter-form.js';
import { Filters } from '../../ui/filters.js';
import { PagedLines } from '../../ui/paged-lines.js';
import { Empty } from '../../ui/states.js';
import { DeadLetters } from './dead-letters.js';
import { dispositions } from './disposition.js';
import { EventLine } from './event-line.js';
import { Explain } from './explain.js';
import { type EventFilters, pathOf } from './filters.js';
import { Health } from './health.js';
import { Live } from './live.js';
import { eventsOf } from './queries.js';

const TEXTS = [
  ['eventName', 'Event name'],
  ['accountId', 'Account'],
  ['resource', 'Resource ARN'],
] as const;

/** What came in, newest first, and what became of it; whether events come at all, and what one would do. */
export function Events() {
  const filters = useSearch({ from: '/events' });
  const navigate = useNavigate({ from: '/events' });
  const change = (changed: EventFilters) =>
    void navigate({ search: (before) => ({ ...before, ...changed }), replace: true });
  const [isLive, setLive] = useState(true);
  const isPlatform = useMay('platform');
  const list = useInfiniteQuery(eventsOf(filters, isLive));
  return (
    <>
      <header className="page-head">
        <h1>Events</h1>
        <Live isLive={isLive} set={setLive} pages={list.data?.pages.length ?? 1} />
        <AsCurl path={pathOf(filters)} />
      </header>
      <div className="parts">
        <Health />
        <Explain />
        {isPlatform && <DeadLetters />}
        <div className="with-side">
          <Filters>
            <FilterForm texts={TEXTS} filters={filters} change={change}>
              <Choice
                label="Disposition"
                of={dispositions}
                value={filters.disposition}
                choose={(disposition) => change({ disposition })}
              />
            </FilterForm>
          </Filters>
          <PagedLines
            of={list}
            label="Events"
            kind="events"
            skeleton={12}
            nothing={<Nothing isFiltered={Object.keys(filters).length > 0} />}
            line={(item) => <EventLine key={item.id} event={item} />}
          />
        </div>
      </div>
    </>
  );
}

const Nothing = ({ isFiltered }: { isFiltered: boolean }) =>
  isFiltered ? (
    <Empty title="No event passes these filters">
      <p>
        <Link to="/events">Remove the filters</Link>
      </p>
    </Empty>
  ) : (
    <Empty title="No event has come in yet">
      <p>
        Accounts send them by a rule of EventBridge into the queue of <code>EVENTS_QUEUE_URL</code>:
        docs/events.md has the rule. One of your own is sent by <code>POST /events/trigger</code>.
      </p>
    </Empty>
  );
