import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../api/api.js';
import { Empty } from '../../ui/states.js';
import { nameOf } from '../frameworks/names.js';
import { frameworks } from '../frameworks/queries.js';

/** Which requirements it is evidence for, by framework. */
export function ControlRequirements({ of: requirements }: { of: Schemas['Control']['requirements'] }) {
  const known = useQuery(frameworks).data?.items ?? [];
  const ids = [...new Set(requirements.map(({ frameworkId }) => frameworkId))];
  return (
    <section className="card">
      <h2>Requirements</h2>
      {ids.length === 0 ? (
        <Empty title="No framework asks for it">
          <p>Its findings count all the same; it is in no score.</p>
        </Empty>
      ) : (
        <dl className="facts" data-part="requirements">
          {ids.map((frameworkId) => (
            <div key={frameworkId}>
              <dt>
                <Link to="/frameworks/$frameworkId" params={{ frameworkId }}>
                  {nameOf(frameworkId, known)}
                </Link>
              </dt>
              <dd>
                {requirements
                  .filter((one) => one.frameworkId === frameworkId)
                  .map(({ requirementId }, i) => (
                    <span key={requirementId}>
                      {i > 0 && ', '}
                      <Link
                        to="/frameworks/$frameworkId"
                        params={{ frameworkId }}
                        search={{ requirement: requirementId }}
                      >
                        {requirementId}
                      </Link>
                    </span>
                  ))}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
