import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { AsCurl } from '../../ui/as-curl.js';
import { Choice } from '../../ui/choice.js';
import { Empty, Shown, Skeleton } from '../../ui/states.js';
import { pathOf, type SheetFilters } from './filters.js';
import { nameWith } from './names.js';
import { assessment, frameworkOf } from './queries.js';
import { ScoreHistory } from './score-history.js';
import { inWords, statuses } from './statuses.js';
import { Standing } from './standing.js';
import { Worksheet } from './worksheet.js';

/** One framework: how far it is met, requirement by requirement, with what says so. */
export function FrameworkPage() {
  const { frameworkId } = useParams({ from: '/frameworks/$frameworkId' });
  const filters = useSearch({ from: '/frameworks/$frameworkId' });
  const navigate = useNavigate({ from: '/frameworks/$frameworkId' });
  const change = (changed: SheetFilters) =>
    void navigate({ search: (before) => ({ ...before, ...changed }), replace: true, resetScroll: false });
  const sheet = useQuery(assessment(frameworkId, filters.accountId));
  // its name stays while another account is read; no number of the one before is shown as this one's
  const isOther = sheet.isPlaceholderData;
  // which accounts there are: an assessment of one names that one alone
  const accounts = useQuery(assessment(frameworkId)).data?.accountIds ?? [];
  const about = useQuery(frameworkOf(frameworkId)).data;
  return (
    <>
      <p>
        <Link to="/frameworks">← Frameworks</Link>
      </p>
      <Shown of={sheet} lines={10}>
        {(now) => (
          <article className="parts sheet">
            <header>
              <div className="page-head">
                <h1>{nameWith(now)}</h1>
                <span className="actions">
                  <button type="button" className="button" onClick={() => window.print()}>
                    Print
                  </button>
                  <AsCurl path={pathOf(frameworkId, filters)} />
                </span>
              </div>
              {about && <p>{about.description}</p>}
              {now.note !== null && <p className="soft">{now.note}</p>}
            </header>
            {isOther ? <Skeleton lines={4} /> : <Standing of={now} accountId={filters.accountId} />}
            <div className="choices actions">
              <Choice
                label="Account"
                of={accounts}
                value={filters.accountId}
                choose={(accountId) => change({ accountId })}
              />
              <Choice
                label="Status"
                of={statuses}
                value={filters.status}
                choose={(status) => change({ status })}
                inWords={(status) => inWords(status) + (isOther ? '' : ` (${now.statuses[status] ?? 0})`)}
              />
              {filters.requirement !== undefined && (
                <button type="button" className="button" onClick={() => change({ requirement: undefined })}>
                  {filters.requirement} alone: show all
                </button>
              )}
            </div>
            {isOther ? (
              <Skeleton lines={10} />
            ) : (
              <>
                {now.asOf === null && <NothingYet />}
                <Worksheet of={now} filters={filters} />
              </>
            )}
            <ScoreHistory frameworkId={frameworkId} accountId={filters.accountId} />
          </article>
        )}
      </Shown>
    </>
  );
}

const NothingYet = () => (
  <Empty title="Nothing was assessed yet">
    <p>
      Each scan assesses what it has read: start one on the <Link to="/">overview</Link>.
    </p>
  </Empty>
);
