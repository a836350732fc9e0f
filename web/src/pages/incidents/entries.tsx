import type { Schemas } from '../../api/api.js';
import { JsonTree } from '../../ui/json-tree.js';
import { Time } from '../../ui/time.js';

/** What was done about it, in its order. */
export const Entries = ({ of: entries }: { of: Schemas['Incident']['entries'] }) => (
  <section className="card">
    <h2>Timeline</h2>
    <ol className="timeline" aria-label="Timeline">
      {entries.map(({ id, at, what, who, details }) => (
        <li key={id}>
          <Time at={at} /> <span className="chip">{what}</span>{' '}
          <span className="soft">by {who ?? 'the workflow'}</span> {reasonIn(details)}
          <Details of={details} />
        </li>
      ))}
    </ol>
  </section>
);

const partsOf = (details: unknown): [string, unknown][] =>
  typeof details === 'object' && details !== null ? Object.entries(details) : [];

/** Why, where it says so in words. */
function reasonIn(details: unknown): string | null {
  const reason = new Map(partsOf(details)).get('reason');
  return typeof reason === 'string' ? reason : null;
}

function Details({ of: details }: { of: unknown }) {
  const parts = partsOf(details);
  if (parts.length === 0) return null;
  return (
    <details>
      <summary>Details</summary>
      <ul className="tree">
        {parts.map(([name, value]) => (
          <JsonTree key={name} name={name} value={value} isOpen />
        ))}
      </ul>
    </details>
  );
}
