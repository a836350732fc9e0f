/** The base image in a Dockerfile, and its digest. */

const FROM = /^(FROM\s+)(node:[\w.-]+)(@sha256:[0-9a-f]{64})?(.*)$/gm;

/** @returns {{ tag: string; digest: string | undefined }[]} one for each FROM of a base */
export const basesIn = (text) =>
  [...text.matchAll(FROM)].map(([, , tag, at]) => ({ tag, digest: at?.slice(1) }));

/** The same with that digest behind each tag; undefined takes it away. */
export function pinned(text, digest) {
  if (digest !== undefined && !/^sha256:[0-9a-f]{64}$/.test(digest))
    throw new Error(`${digest} is no digest: sha256: and 64 hexadecimal digits`);
  const tags = new Set(basesIn(text).map(({ tag }) => tag));
  if (tags.size !== 1)
    throw new Error(`The Dockerfile has ${tags.size} base images: one digest cannot pin them`);
  return text.replace(
    FROM,
    (_, from, tag, _old, rest) => `${from}${tag}${digest ? `@${digest}` : ''}${rest}`,
  );
}
