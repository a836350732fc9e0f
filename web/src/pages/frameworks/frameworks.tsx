import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../api/api.js';
import { AsCurl } from '../../ui/as-curl.js';
import { Lines } from '../../ui/lines.js';
import { coverageText, scoreText } from '../../ui/score.js';
import { ShownCount } from '../../ui/shown-count.js';
import { Empty, Shown } from '../../ui/states.js';
import { Tabs } from '../controls/tabs.js';
import { nameWith } from './names.js';
import { assessment, frameworks } from './queries.js';

/** Who asks for what, and how far it is so. */
export function Frameworks() {
  const query = useQuery(frameworks);
  return (
    <>
      <header className="page-head">
        <h1>Frameworks</h1>
        <ShownCount of={query.data?.items.length} more={false} name="framework" />
        <AsCurl path="/frameworks?limit=100" />
      </header>
      <Tabs />
      <Shown of={query} lines={8}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="There is no framework" />
          ) : (
            <Lines label="Frameworks" of="frameworks">
              {items.map((framework) => (
                <Line key={framework.id} framework={framework} />
              ))}
            </Lines>
          )
        }
      </Shown>
    </>
  );
}

function Line({ framework }: { framework: Schemas['Framework'] }) {
  const { id, description, isCustom, requirements, automated, controls } = framework;
  const { data, error } = useQuery(assessment(id));
  return (
    <li data-framework={id}>
      <span className="what">
        <Link to="/frameworks/$frameworkId" params={{ frameworkId: id }}>
          {nameWith(framework)}
        </Link>
        <small className="soft">{description}</small>
      </span>
      <span>
        {isCustom && <span className="chip">your own</span>}
        <span className="soft">
          {requirements} requirements, {automated} of them automated; {controls} controls
        </span>
      </span>
      <span>
        {data === undefined ? (
          <span className="soft">{error?.message ?? '…'}</span>
        ) : (
          <>
            <b data-count="score">{scoreText(data.score)}</b>
            <small className="soft line">{coverageText(data.coverage)} coverage</small>
          </>
        )}
      </span>
      <span>
        {data !== undefined && (
          <Link
            to="/frameworks/$frameworkId"
            params={{ frameworkId: id }}
            search={{ status: 'failed' }}
            className={(data.statuses['failed'] ?? 0) > 0 ? 'problem' : 'soft'}
          >
            <b data-count="failed">{data.statuses['failed'] ?? 0}</b> failed
          </Link>
        )}
      </span>
    </li>
  );
}
