import { useInfiniteQuery } from '@tanstack/react-query';
import { AsCurl } from '../../ui/as-curl.js';
import { More } from '../../ui/more.js';
import { coverageText, scoreText } from '../../ui/score.js';
import { pathWith } from '../../ui/search.js';
import { Empty, Shown } from '../../ui/states.js';
import { Time } from '../../ui/time.js';
import { scoresOf } from './queries.js';

/** Its scores so far, the newest first; the overview draws them. */
export function ScoreHistory({
  frameworkId,
  accountId,
}: {
  frameworkId: string;
  accountId: string | undefined;
}) {
  const list = useInfiniteQuery(scoresOf(frameworkId, accountId));
  return (
    <section className="card">
      <header className="page-head">
        <h2>Scores over time</h2>
        <AsCurl path={pathWith('/scores/history', { frameworkId, accountId })} />
      </header>
      <Shown of={list}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          return items.length === 0 ? (
            <Empty title="No scores yet">
              <p>Each scan makes one for each account.</p>
            </Empty>
          ) : (
            <>
              <table className="plain" data-part="scores">
                <thead>
                  <tr>
                    <th scope="col">When</th>
                    <th scope="col">Account</th>
                    <th scope="col">Score</th>
                    <th scope="col">Coverage</th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((one) => (
                    <tr key={`${one.at}${one.accountId}`}>
                      <td>
                        <Time at={one.at} />
                      </td>
                      <td>{one.accountId}</td>
                      <td>{scoreText(one.score)}</td>
                      <td>{coverageText(one.coverage)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
              <More of={list} />
            </>
          );
        }}
      </Shown>
    </section>
  );
}
