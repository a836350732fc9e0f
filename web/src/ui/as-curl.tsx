import { Copy } from './copy.js';

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** The request behind what a page shows, to be used in a terminal; the key is a variable there. */
export function AsCurl({ path }: { path: string }) {
  const command = `curl -H "Authorization: Bearer $SHEPHERD_API_KEY" ${quoted(location.origin + path)}`;
  return <Copy text={command} what="the request as curl" label="curl" />;
}
