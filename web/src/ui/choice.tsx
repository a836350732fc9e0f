/** One of a few, or any of them. */
export function Choice<Value extends string>({
  label,
  value,
  of,
  choose,
  inWords = (one) => one,
}: {
  label: string;
  value: Value | undefined;
  of: readonly Value[];
  choose: (value: Value | undefined) => void;
  inWords?: (one: Value) => string;
}) {
  return (
    <label>
      {label}
      <select value={value ?? ''} onChange={({ target }) => choose(of.find((one) => one === target.value))}>
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
