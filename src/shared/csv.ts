/**
 * What a spreadsheet takes for the begin of a formula, also behind blanks, which some of them drop; the full-width
 * forms are read as the others where the language has them. owasp.org/www-community/attacks/CSV_Injection
 */
const FORMULA = /^(?:[\s\0]*[=+\-@＝＋－＠]|[\t\r\n\0])/;

/** A field of CSV (RFC 4180): a text that could be taken for a formula gets an apostrophe before it. */
export function csvCell(value: string | number | Date | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = typeof value === 'string' ? value : value.toISOString();
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
