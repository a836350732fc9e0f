import type { Schemas } from '../../api/api.js';
import { ResourceLink } from '../../ui/resource-link.js';
import { Empty } from '../../ui/states.js';
import { DispositionBadge, inWords } from './disposition.js';

/** The resources that an event changes, and how each ended, where that is known. */
export function Touched({
  resources,
  outcomes = {},
}: {
  resources: Schemas['Event']['resources'];
  outcomes?: Schemas['EventWithDetails']['outcomes'];
}) {
  if (resources.length === 0) return <Empty title="It changes no resource that is watched" />;
  return (
    <ul className="rows">
      {resources.map(({ arn, change, type }) => {
        const outcome = outcomes[arn];
        return (
          <li key={arn}>
            <span className="chip">{change}</span>
            <ResourceLink arn={arn} />
            <span className="soft">{type ?? 'of a type that the inventory does not hold'}</span>
            {outcome && (
              <span>
                <DispositionBadge of={outcome.disposition} />{' '}
                <span className="soft">{inWords(outcome.reason)}</span>
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
