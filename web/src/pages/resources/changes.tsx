import type { Schemas } from '../../api/api.js';
import { Patch } from '../../ui/patch.js';
import { Empty } from '../../ui/states.js';
import { Time } from '../../ui/time.js';

/** How it came to be as it is; the last change lies open. */
export const Changes = ({ of: history }: { of: Schemas['Resource']['history'] }) => (
  <section className="card">
    <h2>Changes</h2>
    {history.length === 0 ? (
      <Empty title="It was not seen to change" />
    ) : (
      <ol className="timeline">
        {history.map(({ id, at, kind, patch, source }, i) => (
          <li key={id}>
            <Time at={at} /> <span className="chip">{kind}</span>{' '}
            <span className="soft">
              seen by <code>{source}</code>
            </span>
            <Patch of={patch} isOpen={i === 0} />
          </li>
        ))}
      </ol>
    )}
  </section>
);
