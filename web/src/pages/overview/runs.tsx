import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../api/api.js';
import { Empty, Shown } from '../../ui/states.js';
import { Tile } from '../../ui/tile.js';
import { Time } from '../../ui/time.js';
import { StatusBadge } from '../workflows/status.js';
import { lastExecutions, schedules } from './queries.js';

const SHOWN = 5;

/** Those that run next, the next first. */
export const nextOf = (all: readonly Schemas['Schedule'][]): Schemas['Schedule'][] =>
  all
    .filter(({ nextRunAt }) => nextRunAt !== null)
    .sort((a, b) => (a.nextRunAt ?? '').localeCompare(b.nextRunAt ?? ''))
    .slice(0, SHOWN);

/** What runs next by schedule, and the workflows that ran last. */
export function Runs() {
  return (
    <Tile title="Next runs" curl="/schedules">
      <Shown of={useQuery(schedules)}>
        {({ items }) =>
          nextOf(items).length === 0 ? (
            <Empty title="No schedule runs">
              <p>
                <Link to="/schedules">See the schedules</Link>
              </p>
            </Empty>
          ) : (
            <ul className="rows">
              {nextOf(items).map(({ scheduleId, description, inWords, nextRunAt }) => (
                <li key={scheduleId}>
                  <Link to="/schedules/$scheduleId" params={{ scheduleId }}>
                    {description ?? scheduleId}
                  </Link>
                  <span className="soft">
                    <Time at={nextRunAt} short />: {inWords}
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
      <h3>The last workflows</h3>
      <Shown of={useQuery(lastExecutions)}>
        {(executions) =>
          executions.length === 0 ? (
            <Empty title="None has run yet" />
          ) : (
            <ul className="rows" aria-label="The last workflows">
              {executions.map(({ executionArn, executionName, status, createdAt }) => (
                <li key={executionArn}>
                  <StatusBadge of={status} />
                  <Link to="/workflows/$executionArn" params={{ executionArn }}>
                    {executionName}
                  </Link>
                  <span className="soft">
                    <Time at={createdAt} short />
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
    </Tile>
  );
}
