import { days, ownZone } from '../week.js';
import type { Hours } from './words.js';

interface Props {
  /** Tell the fields of each of them from those of the others. */
  marks: readonly string[];
  before: (mark: string) => Hours | undefined;
  change: (marks: string[]) => void;
}

/** Times of the week in which changes may be made. */
export const HoursFields = ({ marks, before, change }: Props) => (
  <>
    {marks.map((at, i) => (
      <fieldset key={at}>
        <legend>Window {i + 1}</legend>
        <div className="inline">
          {days.map((day) => (
            <label key={day} className="check">
              <input
                type="checkbox"
                name={`${at}.${day}`}
                defaultChecked={before(at)?.days.includes(day) ?? false}
              />
              {day}
            </label>
          ))}
        </div>
        <div className="inline">
          <label>
            From
            <input type="time" name={`${at}.from`} required defaultValue={before(at)?.from ?? '22:00'} />
          </label>
          <label>
            To
            <input type="time" name={`${at}.to`} required defaultValue={before(at)?.to ?? '04:00'} />
          </label>
          <label>
            Time zone
            <input
              name={`${at}.timezone`}
              required
              maxLength={50}
              defaultValue={before(at)?.timezone ?? ownZone()}
            />
          </label>
        </div>
        {marks.length > 1 && (
          <p>
            <button
              type="button"
              className="button"
              onClick={() => change(marks.filter((one) => one !== at))}
            >
              Remove window {i + 1}
            </button>
          </p>
        )}
      </fieldset>
    ))}
  </>
);
