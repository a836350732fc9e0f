import { type Fact, conditions, type Field } from './conditions.js';
import { isTag, tagInWords } from '../tags.js';

/** A value as it is typed. */
const typed = (value: unknown): string =>
  Array.isArray(value)
    ? value.some(isTag)
      ? value.filter(isTag).map(tagInWords).join('\n')
      : value.join(', ')
    : typeof value === 'number'
      ? String(value)
      : '';

/** What the fact must be like; a field that is left empty asks for nothing. */
export const ConditionFields = ({
  fact,
  before,
}: {
  fact: Fact;
  before: Readonly<Record<string, unknown>> | undefined;
}) =>
  conditions[fact].map((field) => (
    <ConditionField key={fact + field.name} of={field} before={before?.[field.name]} />
  ));

function ConditionField({ of: { name, label, kind, of = [] }, before }: { of: Field; before: unknown }) {
  const field = `when.${name}`;
  if (kind === 'some')
    return (
      <fieldset>
        <legend>{label}</legend>
        <div className="inline">
          {of.map((one) => (
            <label key={one} className="check">
              <input
                type="checkbox"
                name={`${field}.${one}`}
                defaultChecked={Array.isArray(before) && before.includes(one)}
              />
              {one}
            </label>
          ))}
        </div>
      </fieldset>
    );
  return (
    <label>
      {label}
      {kind === 'flag' ? (
        <select name={field} defaultValue={typeof before === 'boolean' ? (before ? 'yes' : 'no') : ''}>
          <option value="">either</option>
          <option>yes</option>
          <option>no</option>
        </select>
      ) : kind === 'number' ? (
        <input type="number" name={field} min={0} step="any" defaultValue={typed(before)} />
      ) : kind === 'tags' ? (
        <textarea name={field} rows={2} spellCheck={false} defaultValue={typed(before)} />
      ) : (
        <input name={field} autoComplete="off" spellCheck={false} defaultValue={typed(before)} />
      )}
    </label>
  );
}
