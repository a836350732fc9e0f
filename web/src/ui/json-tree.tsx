const NONE: ReadonlySet<string> = new Set();

/**
 * A value as a tree that can be opened; the names that are marked stand out, and lie open.
 * @param isOpen whether all of it lies open
 */
export function JsonTree({
  name,
  value,
  marked = NONE,
  isOpen = false,
}: {
  name: string;
  value: unknown;
  marked?: ReadonlySet<string>;
  isOpen?: boolean;
}) {
  const isMarked = marked.has(name);
  if (typeof value !== 'object' || value === null)
    return (
      <li className={isMarked ? 'marked' : undefined}>
        {isMarked ? <mark>{name}</mark> : name}: <code>{JSON.stringify(value)}</code>
      </li>
    );
  const inner = Object.entries(value as Record<string, unknown>);
  if (inner.length === 0)
    return (
      <li>
        {name}: <code>{Array.isArray(value) ? '[]' : '{}'}</code>
      </li>
    );
  return (
    <li>
      <details open={isOpen || isMarked || holds(value, marked)}>
        <summary>
          {isMarked ? <mark>{name}</mark> : name} <span className="soft">({inner.length})</span>
        </summary>
        <ul>
          {inner.map(([key, one]) => (
            <JsonTree key={key} name={key} value={one} marked={marked} isOpen={isOpen} />
          ))}
        </ul>
      </details>
    </li>
  );
}

/** Whether a marked name lies somewhere within. */
function holds(value: unknown, marked: ReadonlySet<string>): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value as Record<string, unknown>).some(
    ([name, one]) => marked.has(name) || holds(one, marked),
  );
}
