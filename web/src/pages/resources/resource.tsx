import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { ShepherdError, type Schemas } from '../../api/api.js';
import { AsCurl } from '../../ui/as-curl.js';
import { Copy } from '../../ui/copy.js';
import { JsonTree } from '../../ui/json-tree.js';
import { ResourceLink } from '../../ui/resource-link.js';
import { Empty, Shown } from '../../ui/states.js';
import { Changes } from './changes.js';
import { pathOfOne } from './filters.js';
import { ResourceFacts, Tags, Unread } from './facts.js';
import { resourceOf } from './queries.js';
import { ResourceFindings } from './resource-findings.js';
import { Timeline } from './timeline.js';

/** One resource: what it is, what is wrong with it, how it is set up, and what has happened to it. */
export function ResourcePage() {
  const { arn } = useSearch({ from: '/resource' });
  const query = useQuery(resourceOf(arn));
  const isUnknown = query.error instanceof ShepherdError && query.error.status === 404;
  return (
    <>
      <p>
        <Link to="/resources">← Resources</Link>
      </p>
      {arn === '' ? (
        <Empty title="The address names no resource" />
      ) : isUnknown ? (
        <Empty title="The inventory does not hold it">
          <p className="arn">{arn}</p>
          <p>
            It may belong to another account, or be of a type that is not read. The{' '}
            <Link to="/events" search={{ resource: arn }}>
              events that name it
            </Link>{' '}
            may tell more.
          </p>
        </Empty>
      ) : (
        <Shown of={query} lines={10}>
          {(resource) => <Details resource={resource} />}
        </Shown>
      )}
    </>
  );
}

function Details({ resource }: { resource: Schemas['Resource'] }) {
  const { arn, name, type, deletedAt, configuration, relations } = resource;
  return (
    <article className="parts">
      <header>
        <p>
          <span className="badge">{type}</span>
          {deletedAt !== null && <span className="chip">gone</span>}
        </p>
        <h1>{name || arn}</h1>
        <p className="arn">
          {arn} <Copy text={arn} what="ARN" />
        </p>
        <ResourceFacts resource={resource} />
        <AsCurl path={pathOfOne(arn)} />{' '}
        <Link to="/events" search={{ resource: arn }}>
          Events that name it
        </Link>
      </header>
      <ResourceFindings arn={arn} />
      <Unread parts={resource.noEvidence} />
      <div className="halves">
        <section className="card">
          <h2>Configuration</h2>
          {Object.keys(configuration).length === 0 ? (
            <Empty title="Nothing was read of it but that it is there" />
          ) : (
            <ul className="tree">
              {Object.entries(configuration).map(([part, value]) => (
                <JsonTree key={part} name={part} value={value} />
              ))}
            </ul>
          )}
        </section>
        <div className="parts">
          <Tags tags={resource.tags} />
          <section className="card">
            <h2>Relations</h2>
            {relations.length === 0 ? (
              <Empty title="Nothing else is known to" />
            ) : (
              <ul className="rows">
                {relations.map((other) => (
                  <li key={other}>
                    <ResourceLink arn={other} />
                  </li>
                ))}
              </ul>
            )}
          </section>
        </div>
      </div>
      <Changes of={resource.history} />
      <Timeline arn={arn} />
    </article>
  );
}
