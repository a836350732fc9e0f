import { useQuery } from '@tanstack/react-query';
import { ShepherdError } from '../../api/api.js';
import { JsonTree } from '../../ui/json-tree.js';
import { Shown } from '../../ui/states.js';
import { resourceOf } from '../resources/queries.js';

/** The resource as it was read last; what decided is marked in it. */
export function Configuration({ arn, marked }: { arn: string; marked: readonly string[] }) {
  const query = useQuery(resourceOf(arn));
  if (query.error instanceof ShepherdError && query.error.status === 404)
    return (
      <section className="card">
        <h2>Configuration</h2>
        <p className="soft">
          The resource is not in the inventory: the finding was taken over from another tool.
        </p>
      </section>
    );
  return (
    <section className="card">
      <h2>Configuration</h2>
      <Shown of={query}>
        {({ configuration, tags, type }) => (
          <ul className="tree">
            <JsonTree name={type} value={{ ...configuration, tags }} marked={new Set(marked)} />
          </ul>
        )}
      </Shown>
    </section>
  );
}
