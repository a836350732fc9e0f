/** Longer ones, and those with more, EventBridge would refuse as too complex. */
export const MAX_WILDCARD_LENGTH = 512;
export const MAX_WILDCARDS = 16;

/**
 * Reads a text in which `*` stands for any characters, none as well; `\*` and `\\` are themselves.
 * @returns the texts between the wildcards, or what is wrong with it
 */
export function wildcardOf(text: string): { pieces: readonly string[] } | { problem: string } {
  if (text.length > MAX_WILDCARD_LENGTH)
    return { problem: `is longer than ${MAX_WILDCARD_LENGTH} characters` };
  const pieces = [''];
  const add = (character: string) => pieces.push((pieces.pop() ?? '') + character);
  for (let at = 0; at < text.length; at += 1) {
    const [character = '', next = ''] = [text[at], text[at + 1]];
    if (character === '*') {
      if (next === '*') return { problem: 'has two wildcards side by side' };
      pieces.push('');
    } else if (character !== '\\') {
      add(character);
    } else if (next === '*' || next === '\\') {
      add(next);
      at += 1;
    } else {
      return { problem: 'has a backslash before something else than * and \\' };
    }
  }
  return pieces.length - 1 > MAX_WILDCARDS
    ? { problem: `has more than ${MAX_WILDCARDS} wildcards` }
    : { pieces };
}

/**
 * Whether a value fits. Each piece is taken where it comes first, so nothing is ever tried again: the time grows with
 * the value's length alone, not with the wildcards' combinations.
 */
export function fitsWildcard(pieces: readonly string[], value: string): boolean {
  const first = pieces[0] ?? '';
  const last = pieces.at(-1) ?? '';
  if (pieces.length === 1) return value === first;
  if (!value.startsWith(first) || !value.endsWith(last)) return false;
  const end = value.length - last.length;
  let from = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const at = value.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return from <= end;
}
