/** Texts that an address holds by these names; what is empty or no text is left out. */
export function textsIn<Name extends string>(
  search: Record<string, unknown>,
  names: readonly Name[],
): Partial<Record<Name, string>> {
  const texts: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const value = search[name];
    if (typeof value === 'string' && value !== '') texts[name] = value;
    // an account id that stands alone in an address is read as a number; one that is typed too short stays wrong
    if (typeof value === 'number')
      texts[name] = name === 'accountId' ? String(value).padStart(12, '0') : String(value);
  }
  return texts;
}

/** A path with what is asked for; what is undefined is not. */
export function pathWith(path: string, query: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`;
}
