import { objectIn } from './json.js';

/** A JSON object that is typed; the form is not sent where it is none. */
export const JsonField = ({
  label,
  name,
  before,
  rows = 3,
}: {
  label: string;
  name: string;
  before: object;
  rows?: number;
}) => (
  <label>
    {label}
    <textarea
      name={name}
      rows={rows}
      spellCheck={false}
      className="code"
      defaultValue={Object.keys(before).length === 0 ? '' : JSON.stringify(before, undefined, 2)}
      onChange={({ target }) =>
        target.setCustomValidity(objectIn(target.value) === undefined ? 'This is no JSON object.' : '')
      }
    />
  </label>
);
