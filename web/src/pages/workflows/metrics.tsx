import { useQuery } from '@tanstack/react-query';
import { duration } from '../../ui/duration.js';
import { Shown } from '../../ui/states.js';
import { Tile } from '../../ui/tile.js';
import { metricsOf } from './queries.js';

/** How executions of a type, or of all, have ended and how long they took. */
export function Metrics({
  workflowType,
  name,
}: {
  workflowType: string | undefined;
  name: string | undefined;
}) {
  const query = workflowType === undefined ? '' : `?workflowType=${encodeURIComponent(workflowType)}`;
  return (
    <Tile title={name ?? 'All workflows'} curl={`/workflows/metrics${query}`}>
      <Shown of={useQuery(metricsOf(workflowType))}>
        {(metrics) => {
          const counts = [
            ['executions', metrics.totalExecutions],
            ['running', metrics.runningExecutions],
            ['waiting', metrics.pendingExecutions],
            ['succeeded', metrics.successfulExecutions],
            ['failed', metrics.failedExecutions],
            ['stopped', metrics.abortedExecutions],
          ] as const;
          return (
            <>
              <dl className="facts">
                {counts.map(([what, count]) => (
                  <Fact key={what} name={what} value={count.toLocaleString('en-US')} />
                ))}
                {metrics.averageDurationMs !== null && (
                  <Fact name="took on average" value={duration(metrics.averageDurationMs)} />
                )}
                {metrics.p95DurationMs !== null && (
                  <Fact name="95 of 100 within" value={duration(metrics.p95DurationMs)} />
                )}
              </dl>
              {metrics.averageDurationMs === null && <p className="soft">None has ended yet.</p>}
            </>
          );
        }}
      </Shown>
    </Tile>
  );
}

const Fact = ({ name, value }: { name: string; value: string }) => (
  <>
    <dt>{name}</dt>
    <dd data-metric={name}>{value}</dd>
  </>
);
