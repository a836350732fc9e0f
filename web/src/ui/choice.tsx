/** One of a few, or any of them. @param isAlone it is the list's only filter, and stands in its head */
export function Choice<Value extends string>({
  label,
  value,
  of,
  choose,
  inWords = (one) => one,
  isAlone = false,
}: {
  label: string;
  value: Value | undefined;
  of: readonly Value[];
  choose: (value: Value | undefined) => void;
  inWords?: (one: Value) => string;
  isAlone?: boolean;
}) {
  return (
    <label className={isAlone ? 'beside' : undefined}>
      {label}
      <select
        {...(isAlone && { 'data-filter': '' })}
        value={value ?? ''}
        onChange={({ target }) => choose(of.find((one) => one === target.value))}
      >
        <option value="">any</option>
        {of.map((one) => (
          <option key={one} value={one}>
            {inWords(one)}
          </option>
        ))}
      </select>
    </label>
  );
}
