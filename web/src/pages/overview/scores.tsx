import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { coverageText, scoreText } from '../../ui/score.js';
import { Empty, Shown, Skeleton } from '../../ui/states.js';
import { Tile } from '../../ui/tile.js';
import { nameWith } from '../frameworks/names.js';
import { assessment, frameworks } from '../frameworks/queries.js';
import { scores } from './queries.js';

// the chart's code comes after the numbers, which are what one reads first
const ScoreChart = lazy(() => import('./score-chart.js').then((it) => ({ default: it.ScoreChart })));

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
              {items.map((framework) => (
                <ScoreRow key={framework.id} id={framework.id} name={nameWith(framework)} />
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
      <th scope="row">
        <Link to="/frameworks/$frameworkId" params={{ frameworkId: id }}>
          {name}
        </Link>
      </th>
      <td>{data === undefined ? (error?.message ?? '…') : scoreText(data.score)}</td>
      <td>{data === undefined ? '…' : coverageText(data.coverage)}</td>
      <td>{data === undefined ? '…' : (data.statuses['failed'] ?? 0)}</td>
    </tr>
  );
}
