export interface Tag {
  key: string;
  value?: string | undefined;
}

/** Whether a value of an answer is one. */
export const isTag = (value: unknown): value is Tag =>
  typeof value === 'object' && value !== null && 'key' in value;

export const tagInWords = ({ key, value }: Tag): string => (value === undefined ? key : `${key}=${value}`);

/** A tag that was typed as key=value, or as key for any value. */
export function tagOf(text: string): { key: string; value?: string } {
  const at = text.indexOf('=');
  return at === -1 ? { key: text } : { key: text.slice(0, at), value: text.slice(at + 1) };
}
