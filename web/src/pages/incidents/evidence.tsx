import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '../../api/api.js';
import { Copy } from '../../ui/copy.js';
import { Json } from '../../ui/json.js';
import { Empty, Shown } from '../../ui/states.js';
import { Time } from '../../ui/time.js';
import { evidenceOf } from './queries.js';

type Incident = Schemas['Incident'];

/** How its resources were before anybody cut them off. */
export const Evidence = ({ incident: { id, evidence } }: { incident: Incident }) => (
  <section className="card">
    <h2>Evidence</h2>
    {evidence.length === 0 ? (
      <Empty title="Nothing is kept yet">
        <p>
          Its workflow keeps the configuration, the timeline and the findings of each resource that it names.
        </p>
      </Empty>
    ) : (
      <>
        <p>
          <b data-count="taken">{evidence.filter(({ status }) => status === 'taken').length}</b> of{' '}
          <b data-count="evidence">{evidence.length}</b> pieces are kept
        </p>
        <ul className="rows" aria-label="Evidence">
          {evidence.map((piece) => (
            <Piece key={piece.id} incidentId={id} piece={piece} />
          ))}
        </ul>
      </>
    )}
  </section>
);

function Piece({ incidentId, piece }: { incidentId: string; piece: Incident['evidence'][number] }) {
  const [isShown, setShown] = useState(false);
  const { id, kind, part, resourceArn, status, reason, hash, snapshotId, takenAt } = piece;
  const name = `${kind.replaceAll('_', ' ')} of ${part || resourceArn}`;
  return (
    <li data-evidence={id}>
      <span className={status === 'missing' ? 'chip problem' : 'chip'}>{status}</span>
      <span>
        {kind.replaceAll('_', ' ')} <span className="arn soft">{part || resourceArn}</span>
      </span>
      {snapshotId !== null && (
        <span>
          <code>{snapshotId}</code> <Copy text={snapshotId} what="id of the snapshot" />
        </span>
      )}
      {takenAt !== null && (
        <span className="soft">
          <Time at={takenAt} />
        </span>
      )}
      {reason !== null && <span className="problem">{reason}</span>}
      {status === 'taken' && (
        <span className="actions">
          {hash !== null && (
            <span className="soft">
              SHA-256 <code>{hash.slice(0, 12)}…</code> <Copy text={hash} what={`SHA-256 of the ${name}`} />
            </span>
          )}
          <button
            type="button"
            className="button"
            aria-expanded={isShown}
            aria-label={`${isShown ? 'Hide' : 'Show'} the ${name}`}
            onClick={() => setShown(!isShown)}
          >
            {isShown ? 'Hide' : 'Show'}
          </button>
          {/* the session's cookie goes with a link */}
          <a
            className="button"
            href={`/incidents/${incidentId}/evidence/${id}`}
            download={`${id}.json`}
            aria-label={`Download the ${name}`}
          >
            Download
          </a>
        </span>
      )}
      {isShown && <Content incidentId={incidentId} evidenceId={id} name={name} />}
    </li>
  );
}

const Content = (of: { incidentId: string; evidenceId: string; name: string }) => (
  <div className="whole">
    <Shown of={useQuery(evidenceOf(of.incidentId, of.evidenceId))}>
      {({ content }) => <Json name={`The ${of.name}`} value={content} isOpen />}
    </Shown>
  </div>
);
