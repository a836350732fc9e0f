import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../../api/api.js';
import { useMay } from '../../../api/session.js';
import { AsCurl } from '../../../ui/as-curl.js';
import { PagedLines } from '../../../ui/paged-lines.js';
import { SeverityBadge } from '../../../ui/severity.js';
import { ShownCount } from '../../../ui/shown-count.js';
import { Empty } from '../../../ui/states.js';
import { Time } from '../../../ui/time.js';
import { ownControls } from '../queries.js';
import { Tabs } from '../tabs.js';
import { State } from './state.js';

/** The tenant's own controls, also those that are off. */
export function OwnControls() {
  const mayWrite = useMay('admin');
  const list = useInfiniteQuery(ownControls);
  const shown = list.data?.pages.flatMap(({ items }) => items).length;
  return (
    <>
      <header className="page-head">
        <h1>Controls of your own</h1>
        <ShownCount of={shown} more={list.hasNextPage} name="control" />
        <span className="actions">
          {mayWrite && (
            <Link to="/controls/custom/new" className="button primary">
              New control
            </Link>
          )}
          <AsCurl path="/controls/custom" />
        </span>
      </header>
      <Tabs />
      <PagedLines
        of={list}
        label="Controls of your own"
        kind="controls"
        skeleton={6}
        nothing={
          <Empty title="There is none yet">
            <p>
              One is a rule about a type of resource, such as: each volume has an owner.{' '}
              {mayWrite ? <Link to="/controls/custom/new">Write the first</Link> : 'An admin can write one.'}
            </p>
          </Empty>
        }
        line={(control) => <Line key={control.id} control={control} />}
      />
    </>
  );
}

const Line = ({ control }: { control: Schemas['CustomControl'] }) => (
  <li data-control={control.id}>
    <span className="what">
      <Link to="/controls/custom/$controlId" params={{ controlId: control.id }}>
        {control.title}
      </Link>
      <small className="soft arn">{control.id}</small>
    </span>
    <span>
      <SeverityBadge of={control.severity} />
      <State of={control} />
    </span>
    <span>{control.resourceType}</span>
    <span className="soft">
      saved by {control.savedBy} <Time at={control.updatedAt} short />
    </span>
  </li>
);
