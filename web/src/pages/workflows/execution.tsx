import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { Schemas } from '../../api/api.js';
import { AsCurl } from '../../ui/as-curl.js';
import { Copy } from '../../ui/copy.js';
import { between } from '../../ui/duration.js';
import { Json } from '../../ui/json.js';
import { Shown } from '../../ui/states.js';
import { Time } from '../../ui/time.js';
import { Controls } from './controls.js';
import { Progress } from './progress.js';
import { executionOf } from './queries.js';
import { StatusBadge } from './status.js';

/** One execution: how it goes, state by state, what came of it, and what can be done about it. */
export function ExecutionPage() {
  const { executionArn } = useParams({ from: '/workflows/$executionArn' });
  return (
    <>
      <p>
        <Link to="/workflows">← Workflows</Link>
      </p>
      <Shown of={useQuery(executionOf(executionArn))} lines={10}>
        {(execution) => (
          <article className="finding" key={executionArn}>
            <Head execution={execution} />
            <Outcome execution={execution} />
            <Progress execution={execution} />
          </article>
        )}
      </Shown>
    </>
  );
}

type Execution = Schemas['WorkflowStatus']['result'];

const Head = ({ execution }: { execution: Execution }) => (
  <header>
    <p role="status">
      <StatusBadge of={execution.status} />
      {execution.queue !== null && (
        <span className="chip">{execution.queue.position}. of those that wait for a place</span>
      )}
      {execution.redriveCount > 0 && <span className="chip">redriven {execution.redriveCount}×</span>}
    </p>
    <div className="page-head">
      <h1>{execution.executionName}</h1>
      <Controls execution={execution} />
    </div>
    <p className="arn">
      {execution.executionArn} <Copy text={execution.executionArn} what="ARN" />{' '}
      <AsCurl path={`/workflows/${execution.executionArn}/status`} />
    </p>
    <dl className="facts">
      <dt>Workflow</dt>
      <dd>
        <Link to="/workflows" search={{ workflowType: execution.workflowType }}>
          {execution.workflowType}
        </Link>
      </dd>
      <dt>Began</dt>
      <dd>
        {execution.startDate === null ? 'not yet' : <Time at={execution.startDate} />}
        {execution.stopDate !== null && ` and took ${between(execution.startDate, execution.stopDate) ?? ''}`}
      </dd>
      <dt>Asked for by</dt>
      <dd>
        {execution.requestedBy}
        {execution.startedBy !== null && execution.startedBy !== execution.requestedBy && (
          <span className="soft"> for {execution.startedBy}</span>
        )}
      </dd>
    </dl>
  </header>
);

/** What it was given, and what came of it. */
const Outcome = ({ execution: { status, input, output, error, cause } }: { execution: Execution }) => (
  <section className="card" aria-label="Input and output">
    {(error !== null || cause !== null) && (
      <div className="failure" data-outcome="error">
        <strong>{error ?? 'No error is named'}</strong>
        {cause !== null && <p>{cause}</p>}
      </div>
    )}
    <Json name="Input" value={input} />
    {status === 'SUCCEEDED' && (
      <div data-outcome="output">
        <Json name="Output" value={output} isOpen />
      </div>
    )}
  </section>
);
