/** MJML as data, so that no text is ever parsed as markup on its way; `content` is HTML already. */
export interface MjmlNode {
  tagName: string;
  attributes: Record<string, string>;
  content?: string;
  children?: MjmlNode[];
}

export const node = (
  tagName: string,
  attributes: Record<string, string>,
  children: MjmlNode[] = [],
): MjmlNode => ({
  ...{ tagName, attributes, children },
});

export const leaf = (tagName: string, attributes: Record<string, string>, content: string): MjmlNode => ({
  ...{ tagName, attributes, content },
});

/** A section of one column, the usual case. */
export const row = (children: MjmlNode[], attributes: Record<string, string> = {}): MjmlNode =>
  node('mj-section', { padding: '0', ...attributes }, [node('mj-column', {}, children)]);
