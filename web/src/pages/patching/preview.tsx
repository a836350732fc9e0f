import type { ReactNode } from 'react';
import type { Schemas } from '../../api/api.js';
import { Empty } from '../../ui/states.js';
import { Refused } from './refused.js';

type Plan = Schemas['PatchInstallationPreview'];

/** The batches that would be installed, and what comes next; what can be done with them is its children. */
export const Preview = ({
  plan,
  hasWindow,
  children,
}: {
  plan: Plan;
  hasWindow: boolean;
  children: ReactNode;
}) => (
  <section className="card" aria-label="The plan">
    <h2>
      The plan: <b data-count="batches">{plan.batches.length}</b>{' '}
      {plan.batches.length === 1 ? 'batch' : 'batches'}
    </h2>
    {plan.batches.length === 0 ? (
      <Empty title="Nothing can be installed">
        <p>Why stands with each instance: mend that, or choose others, and plan anew.</p>
      </Empty>
    ) : (
      <ol className="timeline" aria-label="Planned batches">
        {plan.batches.map((batch) => (
          <li key={batch.seq}>
            <b>Batch {batch.seq}</b>
            <span className="soft">
              {batch.accountId} {batch.zone ?? batch.region}
            </span>
            <ul className="rows whole">
              {batch.instances.map(({ instanceId, groups, patches, notes }) => (
                <li key={instanceId}>
                  <code>{instanceId}</code> <span>{patches.map(({ patchId }) => patchId).join(', ')}</span>
                  {groups.length > 0 && <span className="soft">{groups.join(', ')}</span>}
                  {notes.map((note) => (
                    <span key={note} className="medium">
                      {note}
                    </span>
                  ))}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    )}
    {plan.refused.length > 0 && <Refused of={plan.refused} />}
    {plan.batches.length > 0 && (
      <p>
        {plan.needsApproval
          ? 'Not all of it was approved yet: people are asked first, and its first batch begins once they have said yes'
          : 'Nobody has to approve it: its first batch begins as soon as you ask for it'}
        {hasWindow && ' and its maintenance window is open'}.
      </p>
    )}
    {children}
  </section>
);
