/** AWS leaves fields out, the emulator leaves them empty: both mean that there is none. */
export const text = (value: string | undefined): string | null =>
  value === undefined || value === '' ? null : value;

export const time = (value: Date | undefined): string | null => value?.toISOString() ?? null;

/** The tag list of every service as one object. */
export const tagMap = (
  tags: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined,
) => Object.fromEntries((tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));

/** In a fixed order: AWS promises none, and an order that moves would look like a change. */
export const byKey = <T>(items: readonly T[], key: (item: T) => string): T[] =>
  items.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));

/** What an ARN names: all behind its last slash. */
export const idOf = ({ arn }: { arn: string }): string => arn.slice(arn.lastIndexOf('/') + 1);
