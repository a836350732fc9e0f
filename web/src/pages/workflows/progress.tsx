import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Schemas } from '../../api/api.js';
import { AsCurl } from '../../ui/as-curl.js';
import { Shown } from '../../ui/states.js';
import { isUnderWay } from './filters.js';
import { Graph } from './graph/graph.js';
import { machineIn } from './graph/machine.js';
import { useHistory } from './live.js';
import { definitionOf, definitions } from './queries.js';
import { byState, statusOf, takenBy } from './states.js';
import { Steps } from './steps.js';
import type { HistoryEvent } from './visit.js';
import { visitsOf } from './visits.js';

const NO_EVENTS: readonly HistoryEvent[] = [];

/** The definition with what has been reached of it, and what happened in each state; as it happens. */
export function Progress({ execution }: { execution: Schemas['WorkflowStatus']['result'] }) {
  const { executionArn, workflowType, status, redriveCount, progress } = execution;
  const [chosen, choose] = useState<string>();
  const history = useHistory({ executionArn, isUnderWay: isUnderWay(status), redriveCount });
  const definition = useQuery(definitionOf(executionArn));
  const name = useQuery(definitions).data?.find((known) => known.workflowType === workflowType)?.name;
  const machine = useMemo(() => machineIn(definition.data?.definition), [definition.data]);
  const visits = useMemo(() => visitsOf(history.data ?? NO_EVENTS), [history.data]);
  const states = useMemo(() => byState(visits), [visits]);
  const seen = useMemo(
    () => ({
      statuses: new Map([...states].map(([name, those]) => [name, statusOf(those)])),
      taken: takenBy(visits),
    }),
    [states, visits],
  );
  const done = [...seen.statuses.values()].filter((one) => one === 'done' || one === 'caught').length;
  return (
    <div className="progress">
      <section className="card" aria-label="Drawing">
        <header className="page-head">
          <h2>{name ?? workflowType}</h2>
          <span className="soft">
            {done} of {Math.max(progress.statesTotal, done)} states done
          </span>
        </header>
        <Shown of={definition} lines={6}>
          {({ isPinned }) => (
            <>
              {!isPinned && (
                <p className="soft">
                  It runs on Step Functions: this is the workflow as it is known here now.
                </p>
              )}
              <Graph machine={machine} seen={{ ...seen, chosen, choose }} />
            </>
          )}
        </Shown>
      </section>
      <section className="card" aria-label="States">
        <header className="page-head">
          <h2>What happened</h2>
          <AsCurl path={`/workflows/${executionArn}/history?format=json`} />
        </header>
        <Shown of={history} lines={4}>
          {() => <Steps states={states} chosen={chosen} choose={choose} />}
        </Shown>
      </section>
    </div>
  );
}
