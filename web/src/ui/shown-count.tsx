interface Props {
  of: number | undefined;
  more: boolean;
  /** Of one of them. */
  name: string;
  /** Of several, where an s is not enough. */
  names?: string;
}

/** How many lines of a list are shown. */
export const ShownCount = ({ of, more, name, names = `${name}s` }: Props) =>
  of === undefined ? null : (
    <p>
      <b data-count="shown">{of.toLocaleString('en-US')}</b> {of === 1 ? name : names}
      {more && ', and more'}
    </p>
  );
