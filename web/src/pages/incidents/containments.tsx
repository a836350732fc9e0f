import type { Schemas } from '../../api/api.js';
import { Copy } from '../../ui/copy.js';
import { Json } from '../../ui/json.js';
import { ResourceLink } from '../../ui/resource-link.js';
import { Empty } from '../../ui/states.js';
import { Time } from '../../ui/time.js';
import { whereOf } from './standing.js';

type Containment = Schemas['Incident']['containments'][number];

const WORDS: Readonly<Record<string, string>> = {
  ...{ verified: 'contained', restored: 'released', applying: 'being contained', applied: 'contained' },
  ...{ restoring: 'being released', restore_failed: 'release failed', failed: 'containment failed' },
  ...{ unneeded: 'not needed' },
};
const TONES: Readonly<Record<string, string>> = {
  ...{ verified: 'low', restored: 'good', failed: 'failed', restore_failed: 'failed', stopped: 'failed' },
};

/** What its containment is, or was, resource by resource, and each call that was made for it. */
export const Containments = ({ of: containments }: { of: readonly Containment[] }) => (
  <section className="card">
    <h2>Containment</h2>
    {containments.length === 0 ? (
      <Empty title="Nothing was contained">
        <p>Approvers contain its resources, once evidence is kept; what that does is shown first.</p>
      </Empty>
    ) : (
      containments.map((one) => <OneContainment key={one.id} containment={one} />)
    )}
  </section>
);

function OneContainment({ containment }: { containment: Containment }) {
  const { id, resourceArn, status, reason, words, calls } = containment;
  return (
    <div data-containment={id} className="explained">
      <p>
        <span className={`badge ${TONES[status] ?? 'medium'}`}>{WORDS[status] ?? status}</span>{' '}
        <ResourceLink arn={resourceArn} /> <Copy text={resourceArn} what="ARN" />
      </p>
      <p className="soft">
        {whereOf(containment)}
        {containment.appliedAt !== null && (
          <>
            , in force since <Time at={containment.appliedAt} />
          </>
        )}
        {containment.restoredAt !== null && (
          <>
            , taken back <Time at={containment.restoredAt} />
          </>
        )}
      </p>
      {reason !== null && <p className="problem">{reason}</p>}
      <ul className="diff">
        {words.map((word) => (
          <li key={word}>{word}</li>
        ))}
      </ul>
      {calls.length > 0 && (
        <details>
          <summary>{calls.length === 1 ? '1 call' : `${calls.length} calls`}</summary>
          <ul className="rows">
            {calls.map((call, i) => (
              <li key={`${call.phase}${i}`}>
                <span className={call.error === null ? 'chip' : 'chip problem'}>{call.status}</span>
                <code>
                  {call.service}:{call.operation}
                </code>
                <span className="soft">
                  {call.phase} in {call.region} <Time at={call.startedAt} />
                  {call.attempts > 1 && `, ${call.attempts} attempts`}
                </span>
                {call.error !== null && <code className="problem">{JSON.stringify(call.error)}</code>}
              </li>
            ))}
          </ul>
        </details>
      )}
      {containment.before !== null && <Json name="How it was before" value={containment.before} />}
      {containment.after !== null && <Json name="How it was left" value={containment.after} />}
    </div>
  );
}
