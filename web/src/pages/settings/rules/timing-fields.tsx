import { useState } from 'react';
import type { Schemas } from '../../../api/api.js';
import { severities } from '../../../ui/severity.js';
import { days, ownZone } from '../week.js';
import { listOf, textOf } from './words.js';

type Rule = Schemas['NotificationRule'];

/** At once, or together; and when it stays quiet. */
export function TimingFields({ before }: { before: Rule | undefined }) {
  const had = before === undefined || before.delivery === 'immediate' ? null : before.delivery;
  const [delivery, setDelivery] = useState(textOf(had, 'digest') ?? 'immediate');
  return (
    <>
      <label>
        When
        <select name="delivery" value={delivery} onChange={({ target }) => setDelivery(target.value)}>
          <option value="immediate">at once</option>
          <option value="hourly">together, each hour</option>
          <option value="daily">together, each day</option>
        </select>
      </label>
      {delivery === 'daily' && (
        <div className="inline">
          <label>
            At
            <input type="time" name="timeOfDay" required defaultValue={textOf(had, 'timeOfDay') ?? '08:00'} />
          </label>
          <label>
            Time zone
            <input
              name="timezone"
              required
              maxLength={50}
              defaultValue={textOf(had, 'timezone') ?? ownZone()}
            />
          </label>
        </div>
      )}
      <QuietHours before={before?.quietHours ?? null} />
      <label>
        Minutes until the same is told again (left empty: each time)
        <input
          type="number"
          name="repeatAfterMinutes"
          min={1}
          max={10_080}
          defaultValue={before?.repeatAfterMinutes ?? ''}
        />
      </label>
    </>
  );
}

/** What falls into them is told when they end. */
function QuietHours({ before }: { before: Rule['quietHours'] }) {
  const [isOn, setOn] = useState(before !== null);
  const check = (name: string, isChecked: boolean) => (
    <label key={name} className="check">
      <input type="checkbox" name={`quiet.${name}`} defaultChecked={isChecked} /> {name}
    </label>
  );
  const time = (name: 'from' | 'to', label: string, value: string) => (
    <label>
      {label}
      <input type="time" name={`quiet.${name}`} required defaultValue={textOf(before, name) ?? value} />
    </label>
  );
  return (
    <>
      <label className="check">
        <input type="checkbox" name="quiet" checked={isOn} onChange={({ target }) => setOn(target.checked)} />
        Quiet hours
      </label>
      {isOn && (
        <fieldset>
          <legend>What falls into them is told when they end</legend>
          <div className="inline">
            {time('from', 'From', '22:00')}
            {time('to', 'To', '07:00')}
            <label>
              Their time zone
              <input
                name="quiet.timezone"
                required
                maxLength={50}
                defaultValue={textOf(before, 'timezone') ?? ownZone()}
              />
            </label>
          </div>
          <p className="soft">On (none: on each day)</p>
          <div className="inline">{days.map((day) => check(day, listOf(before, 'days').includes(day)))}</div>
          <p className="soft">Told all the same</p>
          <div className="inline">
            {severities.map((one) =>
              check(
                one,
                before === null ? one === 'critical' : listOf(before, 'exceptSeverities').includes(one),
              ),
            )}
          </div>
        </fieldset>
      )}
    </>
  );
}
