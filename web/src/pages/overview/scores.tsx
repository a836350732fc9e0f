import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Empty, Shown, Skeleton } from '../../ui/states.js';
import { Tile } from '../../ui/tile.js';
import { assessment, frameworks, scores } from './queries.js';

// the chart's code comes after the numbers, which are what one reads first
const ScoreChart = lazy(() => import('./score-chart.js').then((it) => ({ default: it.ScoreChart })));

const percent = (value: number | null): string => (value === null ? 'no evidence' : value.toFixed(1));

/** How each framework stands, of how much that is known, and how it came to that. */
export function Scores() {
  const all = useQuery(frameworks);
  const history = useQuery(scores);
  return (
    <Tile title="Scores" curl="/scores/history" isWide>
      <Shown of={all}>
        {({ items }) => (
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">Framework</th>
                <th scope="col">Score</th>
                <th scope="col">Coverage</th>
                <th scope="col">Failed requirements</th>
              </tr>
            </thead>
            <tbody>
              {items.map(({ id, name, version }) => (
                <ScoreRow key={id} id={id} name={`${name} ${version}`} />
              ))}
            </tbody>
          </table>
        )}
      </Shown>
      <Shown of={history}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="No scores yet">
              <p>Each scan makes one for each framework and account.</p>
            </Empty>
          ) : (
            <Suspense fallback={<Skeleton lines={6} />}>
              <ScoreChart scores={items} />
            </Suspense>
          )
        }
      </Shown>
    </Tile>
  );
}

function ScoreRow({ id, name }: { id: string; name: string }) {
  const { data, error } = useQuery(assessment(id));
  return (
    <tr data-framework={id}>
      <th scope="row">{name}</th>
      <td>{data === undefined ? (error?.message ?? '…') : percent(data.score)}</td>
      <td>{data === undefined ? '…' : data.coverage === null ? '–' : `${data.coverage.toFixed(1)} %`}</td>
      <td>{data === undefined ? '…' : (data.statuses['failed'] ?? 0)}</td>
    </tr>
  );
}
