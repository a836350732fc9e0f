/** One of a few, or any of them. */
export function Choice<Value extends string>({
  label,
  value,
  of,
  choose,
  inWords = (one) => one,
  isFilter = false,
}: {
  label: string;
  value: Value | undefined;
  of: readonly Value[];
  choose: (value: Value | undefined) => void;
  inWords?: (one: Value) => string;
  /** Of a list that has no other: it stands in its head, and the key of filters goes to it. */
  isFilter?: boolean;
}) {
  // the one of the address stands there also before the others are read, and where it is none of them
  const all = value === undefined || of.includes(value) ? of : [...of, value];
  return (
    <label {...(isFilter ? { className: 'beside' } : {})}>
      {label}
      <select
        value={value ?? ''}
        onChange={({ target }) => choose(all.find((one) => one === target.value))}
        {...(isFilter ? { 'data-filter': '' } : {})}
      >
        <option value="">any</option>
        {all.map((one) => (
          <option key={one} value={one}>
            {inWords(one)}
          </option>
        ))}
      </select>
    </label>
  );
}
