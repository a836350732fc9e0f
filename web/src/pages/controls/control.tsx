import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { Schemas } from '../../api/api.js';
import { AsCurl } from '../../ui/as-curl.js';
import { Copy } from '../../ui/copy.js';
import { SeverityBadge } from '../../ui/severity.js';
import { Shown } from '../../ui/states.js';
import { ControlRequirements } from './control-requirements.js';
import { ControlSettings } from './settings.js';
import { controlOf, openOf } from './queries.js';
import { Remedy } from './remedy.js';
import { Trial } from './trial.js';
import { Verdicts } from './verdicts.js';

/** One control: what it checks and why, what to do, who asks for it, and what it says. */
export function ControlPage() {
  const { controlId } = useParams({ from: '/controls/$controlId' });
  return (
    <>
      <p>
        <Link to="/controls">← Controls</Link>
      </p>
      <Shown of={useQuery(controlOf(controlId))} lines={10}>
        {(control) => (
          <article className="parts" key={control.id}>
            <Head control={control} />
            <div className="pair">
              <section className="card">
                <h2>Why it matters</h2>
                <p>{control.risk}</p>
              </section>
              <section className="card">
                <h2>How to fix it</h2>
                <Remedy of={control.remediation} />
              </section>
            </div>
            <div className="pair">
              <ControlRequirements of={control.requirements} />
              <ControlSettings control={control} />
            </div>
            <Verdicts controlId={control.id} />
            <Trial control={control} />
          </article>
        )}
      </Shown>
    </>
  );
}

function Head({ control }: { control: Schemas['ControlDetail'] }) {
  const { id, aliases, title, severity, service, resourceType, isCustom } = control;
  const { data, error } = useQuery(openOf(id));
  const open = data?.counts?.total;
  return (
    <header>
      <p>
        <SeverityBadge of={severity} /> <span className="chip">{control.class}</span>
        {isCustom && <span className="chip">your own</span>}
      </p>
      <h1>{title}</h1>
      <p className="arn">
        {id} <Copy text={id} what="id of the control" />
      </p>
      <dl className="facts">
        <dt>Reads</dt>
        <dd>
          <Link to="/resources" search={{ type: resourceType }}>
            {resourceType}
          </Link>{' '}
          of {service}
        </dd>
        {aliases.length > 0 && (
          <>
            <dt>Also called</dt>
            <dd>{aliases.join(', ')}</dd>
          </>
        )}
        <dt>Open findings</dt>
        <dd>
          <Link to="/findings" search={{ status: 'open', controlId: id }}>
            <b data-count="open">{open === undefined ? '…' : open.toLocaleString('en-US')}</b>{' '}
            {open === 1 ? 'finding' : 'findings'}
          </Link>
          {open === undefined && error !== null && <span className="problem"> {error.message}</span>}
        </dd>
      </dl>
      <p className="actions">
        {isCustom && (
          <Link to="/controls/custom/$controlId" params={{ controlId: id }} className="button">
            Its rule
          </Link>
        )}
        <AsCurl path={`/controls/${id}`} />
      </p>
    </header>
  );
}
