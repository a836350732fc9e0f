import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { Schemas } from '../../../api/api.js';
import { useMay } from '../../../api/session.js';
import { AsCurl } from '../../../ui/as-curl.js';
import { Copy } from '../../../ui/copy.js';
import { SeverityBadge } from '../../../ui/severity.js';
import { Shown } from '../../../ui/states.js';
import { Time } from '../../../ui/time.js';
import { ownControlOf } from '../queries.js';
import { Remedy } from '../remedy.js';
import { RemoveControl } from './remove-control.js';
import { State } from './state.js';

/** A control of the tenant's own: its rule, and who wrote it. */
export function OwnControlPage() {
  const { controlId } = useParams({ from: '/controls/custom/$controlId' });
  return (
    <>
      <p>
        <Link to="/controls/custom">← Controls of your own</Link>
      </p>
      <Shown of={useQuery(ownControlOf(controlId))} lines={10}>
        {(control) => <Details key={controlId} control={control} />}
      </Shown>
    </>
  );
}

function Details({ control }: { control: Schemas['CustomControl'] }) {
  const { id, title, severity, resourceType, expression, enabled, risk, remediation } = control;
  const mayWrite = useMay('admin');
  return (
    <article className="parts">
      <header>
        <p>
          <SeverityBadge of={severity} />
          <State of={control} />
        </p>
        <h1>{title}</h1>
        <p className="arn">
          {id} <Copy text={id} what="id of the control" />
        </p>
        <dl className="facts">
          <dt>About</dt>
          <dd>
            <Link to="/resources" search={{ type: resourceType }}>
              {resourceType}
            </Link>
          </dd>
          <dt>Saved by</dt>
          <dd>
            {control.savedBy} <Time at={control.updatedAt} />
          </dd>
          <dt>Made</dt>
          <dd>
            <Time at={control.createdAt} />
          </dd>
        </dl>
        <p className="actions">
          {enabled && (
            <Link to="/controls/$controlId" params={{ controlId: id }} className="button">
              What it says
            </Link>
          )}
          {mayWrite && (
            <>
              <Link to="/controls/custom/$controlId/edit" params={{ controlId: id }} className="button">
                Change
              </Link>
              <RemoveControl control={control} />
            </>
          )}
          <AsCurl path={`/controls/custom/${id}`} />
        </p>
      </header>
      {!enabled && (
        <p className="soft">
          It is off: it decides nothing until a dry run has tried it and it is switched on.
        </p>
      )}
      <section className="card">
        <h2>Its rule</h2>
        <pre tabIndex={0} aria-label="Its rule" data-part="rule">
          {expression}
        </pre>
      </section>
      <div className="pair">
        <section className="card">
          <h2>Why it matters</h2>
          <p>{risk}</p>
        </section>
        <section className="card">
          <h2>How to fix it</h2>
          <Remedy of={remediation} />
        </section>
      </div>
    </article>
  );
}
