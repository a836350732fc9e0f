import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useMay } from '../../api/session.js';
import { AsCurl } from '../../ui/as-curl.js';
import { Filters } from '../../ui/filters.js';
import { Empty, Shown } from '../../ui/states.js';
import { ExecutionFilters } from './execution-filters.js';
import { ExecutionTable } from './execution-table.js';
import { pathOf, type WorkflowFilters } from './filters.js';
import { Metrics } from './metrics.js';
import { definitions, executionsOf } from './queries.js';

const StartDialog = lazy(() => import('./start-dialog.js').then((it) => ({ default: it.StartDialog })));

/** The executions of workflows that the address's filters let through, and a way to start one. */
export function Workflows() {
  const filters = useSearch({ from: '/workflows' });
  const navigate = useNavigate({ from: '/workflows' });
  const change = (changed: WorkflowFilters) =>
    void navigate({ search: (before) => ({ ...before, ...changed }), replace: true });
  const mayStart = useMay('operator');
  const [isStarting, setStarting] = useState(false);
  const list = useInfiniteQuery(executionsOf(filters));
  const { data: known } = useQuery(definitions);
  const chosen = known?.find(({ workflowType }) => workflowType === filters.workflowType);
  const isFiltered = filters.workflowType !== undefined || filters.status !== undefined;
  return (
    <>
      <header className="page-head">
        <h1>Workflows</h1>
        <div className="bar-end">
          {mayStart && (
            <button type="button" className="button primary" onClick={() => setStarting(true)}>
              Start a workflow …
            </button>
          )}
          <AsCurl path={pathOf(filters)} />
        </div>
      </header>
      <div className="with-side">
        <div className="parts">
          <Filters>
            <ExecutionFilters filters={filters} known={known ?? []} change={change} />
          </Filters>
          <Metrics workflowType={filters.workflowType} name={chosen?.name ?? filters.workflowType} />
        </div>
        <Shown of={list} lines={12}>
          {({ pages }) => {
            const executions = pages.flatMap((page) => page.executions);
            return executions.length > 0 ? (
              <div>
                <ExecutionTable executions={executions} known={known ?? []} />
                {list.hasNextPage && (
                  <p>
                    <button
                      type="button"
                      className="button"
                      disabled={list.isFetchingNextPage}
                      onClick={() => void list.fetchNextPage()}
                    >
                      More
                    </button>
                  </p>
                )}
              </div>
            ) : isFiltered ? (
              <Empty title="No execution passes these filters">
                <button type="button" className="button" onClick={() => void navigate({ search: {} })}>
                  Remove the filters
                </button>
              </Empty>
            ) : (
              <Empty title="No workflow was started yet">
                <p>
                  {mayStart
                    ? 'Start one above; schedules and rules for events start them too.'
                    : 'Ask an operator to start one; schedules and rules for events start them too.'}
                </p>
              </Empty>
            );
          }}
        </Shown>
      </div>
      {isStarting && (
        <Suspense>
          <StartDialog workflowType={filters.workflowType} close={() => setStarting(false)} />
        </Suspense>
      )}
    </>
  );
}
