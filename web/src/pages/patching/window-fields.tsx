import { useState } from 'react';
import { days, type Window } from './window.js';

/** In which hours batches may begin, or that they may at any time. */
export function WindowFields({ before = null }: { before?: Window | null }) {
  const [isOn, setOn] = useState(before !== null);
  const zone = before?.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <fieldset>
      <legend>When batches may begin</legend>
      <label className="tick">
        <input
          type="checkbox"
          name="window"
          checked={isOn}
          onChange={({ target }) => setOn(target.checked)}
        />{' '}
        in a maintenance window alone
      </label>
      {isOn && (
        <>
          <div className="ticks" role="group" aria-label="Days">
            {days.map((day) => (
              <label key={day} className="tick">
                <input
                  type="checkbox"
                  name="days"
                  value={day}
                  defaultChecked={before?.days.includes(day) ?? (day === 'sat' || day === 'sun')}
                />{' '}
                {day}
              </label>
            ))}
          </div>
          <div className="inline">
            <label>
              From
              <input type="time" name="from" defaultValue={before?.from ?? '22:00'} />
            </label>
            <label>
              To
              <input type="time" name="to" defaultValue={before?.to ?? '04:00'} />
            </label>
            <label>
              Time zone
              <input name="timezone" defaultValue={zone} autoComplete="off" spellCheck={false} />
            </label>
          </div>
        </>
      )}
    </fieldset>
  );
}
