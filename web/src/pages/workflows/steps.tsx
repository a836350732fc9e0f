import { useEffect, useRef } from 'react';
import { between } from '../../ui/duration.js';
import { Json, parsed } from '../../ui/json.js';
import { Empty } from '../../ui/states.js';
import { Time } from '../../ui/time.js';
import { statusInWords, statusOf } from './states.js';
import type { Visit } from './visit.js';

/** Of a state that was entered often, the last ones: the history has them all. */
const SHOWN = 20;

/** The states that were reached, in that order; one is open. */
export function Steps({
  states,
  chosen,
  choose,
}: {
  states: ReadonlyMap<string, readonly Visit[]>;
  chosen: string | undefined;
  choose: (name: string | undefined) => void;
}) {
  if (states.size === 0)
    return (
      <Empty title="No state was reached yet">
        <p>They come here as soon as the execution begins.</p>
      </Empty>
    );
  return (
    <div className="steps">
      {[...states].map(([name, visits]) => (
        <Step
          key={name}
          name={name}
          visits={visits}
          isOpen={name === chosen}
          toggle={() => choose(name === chosen ? undefined : name)}
        />
      ))}
    </div>
  );
}

interface StepProps {
  name: string;
  visits: readonly Visit[];
  isOpen: boolean;
  toggle: () => void;
}

function Step({ name, visits, isOpen, toggle }: StepProps) {
  const place = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (isOpen) place.current?.scrollIntoView({ block: 'nearest' });
  }, [isOpen]);
  const status = statusOf(visits);
  const [last] = visits.slice(-1);
  const retries = visits.reduce((sum, { tries }) => sum + Math.max(0, tries - 1), 0);
  const notes = [
    visits.length > 1
      ? `${visits.length.toLocaleString('en-US')} times`
      : between(last?.enteredAt ?? null, last?.exitedAt ?? null),
    retries === 0 ? undefined : retries === 1 ? '1 retry' : `${retries} retries`,
  ];
  return (
    <details ref={place} open={isOpen} data-step={name}>
      <summary
        onClick={(event) => {
          event.preventDefault(); // which one is open is known above
          toggle();
        }}
      >
        <span className={`badge state-${status}`}>{statusInWords(status)}</span> <b>{name}</b>{' '}
        <span className="soft">{[last?.type, ...notes].filter((note) => note !== undefined).join(', ')}</span>
      </summary>
      {isOpen &&
        visits
          .slice(-SHOWN)
          .reverse()
          .map((visit) => <OneVisit key={visit.id} visit={visit} />)}
      {isOpen && visits.length > SHOWN && (
        <p className="soft">
          The last {SHOWN} of {visits.length.toLocaleString('en-US')}: the history has them all.
        </p>
      )}
    </details>
  );
}

const OneVisit = ({ visit: { enteredAt, exitedAt, status, failures, input, output } }: { visit: Visit }) => (
  <div className="visit">
    <p className="soft">
      {statusInWords(status)}, entered <Time at={enteredAt} />
      {exitedAt !== null && `, took ${between(enteredAt, exitedAt) ?? ''}`}
    </p>
    {failures.map(({ at, error, cause }) => (
      <p key={at} className="problem">
        <b>{error ?? 'Error'}</b> {cause}
      </p>
    ))}
    {input !== undefined && <Json name="Input" value={parsed(input)} />}
    {output !== undefined && <Json name="Output" value={parsed(output)} isOpen />}
  </div>
);
