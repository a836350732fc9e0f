import { tagInWords } from '../tags.js';
import type { MuteRule } from './words.js';

const FIELDS = [
  ['controlId', 'Control', 128],
  ['accountId', 'Account', 12],
  ['region', 'Region', 32],
  ['resourceArn', 'Resource ARN (* and ? stand for others)', 2048],
] as const;

interface Props {
  /** Tells its fields from those of other rules. */
  at: string;
  number: number;
  before: MuteRule | undefined;
  /** Undefined: it is the only one. */
  remove: (() => void) | undefined;
}

/** One rule: all that is filled in must hold. */
export const RuleFields = ({ at, number, before, remove }: Props) => (
  <fieldset>
    <legend>Rule {number}</legend>
    {FIELDS.map(([name, label, maxLength]) => (
      <label key={name}>
        {label}
        <input
          name={`${at}.${name}`}
          maxLength={maxLength}
          autoComplete="off"
          spellCheck={false}
          defaultValue={before?.[name]}
        />
      </label>
    ))}
    <label>
      Tag of the resource, as key=value or key
      <input
        name={`${at}.tag`}
        maxLength={385}
        autoComplete="off"
        defaultValue={before?.tag === undefined ? undefined : tagInWords(before.tag)}
      />
    </label>
    {remove !== undefined && (
      <p>
        <button type="button" className="button" onClick={remove}>
          Remove rule {number}
        </button>
      </p>
    )}
  </fieldset>
);
