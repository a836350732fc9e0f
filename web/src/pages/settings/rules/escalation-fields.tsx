import { useState } from 'react';
import type { Schemas } from '../../../api/api.js';
import { ChannelChoice } from './channel-choice.js';
import { listOf, textOf } from './words.js';

/** Who is told where nobody has done anything. */
export function EscalationFields({ before }: { before: Schemas['NotificationRule']['escalation'] }) {
  const [isOn, setOn] = useState(before !== null);
  return (
    <>
      <label className="check">
        <input
          type="checkbox"
          name="escalates"
          checked={isOn}
          onChange={({ target }) => setOn(target.checked)}
        />
        Escalate where nobody has done anything
      </label>
      {isOn && (
        <>
          <label>
            After so many minutes
            <input
              type="number"
              name="escalation"
              required
              min={1}
              max={10_080}
              defaultValue={textOf(before, 'afterMinutes') ?? 30}
            />
          </label>
          <ChannelChoice name="escalation.channels" label="Escalate to" before={listOf(before, 'channels')} />
        </>
      )}
    </>
  );
}
