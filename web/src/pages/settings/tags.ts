export interface Tag {
  key: string;
  value?: string | undefined;
}

export const tagInWords = ({ key, value }: Tag): string => (value === undefined ? key : `${key}=${value}`);

/** Tags that were typed as key=value or key, one below the other or with commas between. */
export const tagsOf = (text: string): { key: string; value?: string }[] =>
  text
    .split(/[\n,]+/)
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .map((one) => {
      const at = one.indexOf('=');
      return at === -1 ? { key: one } : { key: one.slice(0, at), value: one.slice(at + 1) };
    });
