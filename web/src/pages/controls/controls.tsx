import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { Schemas } from '../../api/api.js';
import { AsCurl } from '../../ui/as-curl.js';
import { Filters } from '../../ui/filters.js';
import { Lines } from '../../ui/lines.js';
import { ShownCount } from '../../ui/shown-count.js';
import { Empty, Shown } from '../../ui/states.js';
import { ControlLine } from './control-line.js';
import { FilterFields } from './filter-fields.js';
import { type ControlFilters, pathOf } from './filters.js';
import { controlsOf } from './queries.js';
import { Tabs } from './tabs.js';

/** What resources are checked for, as far as the address's filters let it through. */
export function Controls() {
  const filters = useSearch({ from: '/controls' });
  const navigate = useNavigate({ from: '/controls' });
  const change = (changed: ControlFilters) =>
    void navigate({ search: (before) => ({ ...before, ...changed }), replace: true });
  const { text, ...asked } = filters;
  const query = useQuery(controlsOf(asked));
  const shown = query.data?.filter((control) => holds(control, text));
  return (
    <>
      <header className="page-head">
        <h1>Controls</h1>
        <ShownCount of={shown?.length} more={false} name="control" />
        <AsCurl path={pathOf(asked)} />
      </header>
      <Tabs />
      <div className="with-side">
        <Filters>
          <FilterFields filters={filters} change={change} />
        </Filters>
        <Shown of={{ ...query, data: shown }} lines={12}>
          {(items) =>
            items.length === 0 ? (
              <Empty title="No control passes these filters">
                <p>
                  <Link to="/controls">Remove the filters</Link>, or write{' '}
                  <Link to="/controls/custom">a control of your own</Link>.
                </p>
              </Empty>
            ) : (
              <Lines label="Controls" of="controls">
                {items.map((control) => (
                  <ControlLine key={control.id} control={control} />
                ))}
              </Lines>
            )
          }
        </Shown>
      </div>
    </>
  );
}

/** Whether each word stands in its title, its names, or the number of a requirement. */
function holds({ id, aliases, title, requirements }: Schemas['Control'], text = ''): boolean {
  const within = [id, ...aliases, title, ...requirements.map(({ requirementId }) => requirementId)]
    .join('\n')
    .toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => within.includes(word));
}
