import { type ReactNode, useState } from 'react';

/** What a select says of a list that is set: nothing where it is not. */
export const modeOf = (list: readonly unknown[] | null | undefined): string =>
  list === undefined ? '' : list === null ? 'all' : 'these';

/** As it is elsewhere, all, or those that are named, which are asked for then. */
export function AllOrThese({
  label,
  name,
  elsewhere,
  all,
  before,
  children,
}: {
  label: string;
  name: string;
  elsewhere: string;
  /** In words; undefined: there is no such choice. */
  all: string | undefined;
  before: readonly unknown[] | null | undefined;
  children: ReactNode;
}) {
  const [mode, setMode] = useState(modeOf(before));
  return (
    <>
      <label>
        {label}
        <select name={name} value={mode} onChange={({ target }) => setMode(target.value)}>
          <option value="">{elsewhere}</option>
          {all !== undefined && <option value="all">{all}</option>}
          <option value="these">these</option>
        </select>
      </label>
      {mode === 'these' && children}
    </>
  );
}

/** As it is elsewhere, or one of a few. */
export const OneOf = ({
  label,
  name,
  elsewhere,
  of,
  before,
}: {
  label: string;
  name: string;
  elsewhere: string;
  of: readonly (readonly [value: string, words: string])[];
  before: string;
}) => (
  <label>
    {label}
    <select name={name} defaultValue={before}>
      <option value="">{elsewhere}</option>
      {of.map(([value, words]) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </select>
  </label>
);

/** A number; left empty it is as elsewhere. */
export const NumberField = ({
  label,
  name,
  elsewhere,
  min,
  max,
  before,
}: {
  label: string;
  name: string;
  elsewhere: string;
  min: number;
  max: number;
  before: number | undefined;
}) => (
  <label>
    {label} (left empty: {elsewhere})
    <input type="number" name={name} min={min} max={max} defaultValue={before} />
  </label>
);
