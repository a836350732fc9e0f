import type { Schemas } from '../api/api.js';

/** What a JSON Patch changes: where, what was there, and what is. */
export function Patch({
  of: patch,
  isOpen = false,
}: {
  of: Schemas['TimelineEntry']['patch'];
  isOpen?: boolean;
}) {
  if (patch.length === 0) return null;
  return (
    <details open={isOpen}>
      <summary>{patch.length === 1 ? '1 change' : `${patch.length} changes`}</summary>
      <ul className="diff">
        {patch.map((change) => (
          <li key={change.path + change.op}>
            <code>{change.path}</code>
            {change.before === undefined ? null : <del>{JSON.stringify(change.before)}</del>}
            {change.value === undefined ? null : <ins>{JSON.stringify(change.value)}</ins>}
          </li>
        ))}
      </ul>
    </details>
  );
}
