import { linkKinds, type LinkKind } from '../../../platform/links/index.js';

/**
 * What an address says, before it is signed. `personal`: one person's link, of which a row says the rest; `shared`:
 * what a message in a shared place opens, which confers nothing; `ticket`: in a page that somebody has opened with a
 * key, so that the key need not be typed again to act on that one thing. Times are in seconds since 1970.
 */
export type LinkToken =
  | { type: 'personal'; tenantId: string; linkId: string }
  | { type: 'shared'; tenantId: string; kind: LinkKind; id: string; until: number }
  | { type: 'ticket'; tenantId: string; kind: LinkKind; id: string; keyId: string; until: number };

/** Longer texts are none of ours. */
const MOST = 1024;

/** Two parts of base64url, divided by a dot: the text that is signed, and its signature. */
export function partsOf(text: string): { signed: string; mac: string } | undefined {
  if (text.length > MOST) return undefined;
  const [, signed, mac] = /^([\w-]+)\.([\w-]{43})$/.exec(text) ?? [];
  return signed === undefined || mac === undefined ? undefined : { signed, mac };
}

export function textOf(token: LinkToken): string {
  const { type, tenantId } = token;
  const fields =
    type === 'personal'
      ? [token.linkId]
      : [token.kind, token.id, ...(type === 'ticket' ? [token.keyId] : []), token.until];
  return Buffer.from(JSON.stringify([type, tenantId, ...fields])).toString('base64url');
}

/** Of a text whose signature was found right; undefined where it is none of ours all the same. */
export function tokenOf(signed: string): LinkToken | undefined {
  let fields: unknown;
  try {
    fields = JSON.parse(Buffer.from(signed, 'base64url').toString());
  } catch {
    return undefined;
  }
  if (!Array.isArray(fields)) return undefined;
  const [type, tenantId, ...rest] = fields as unknown[];
  const [first, id] = rest;
  const until = rest.at(-1);
  if (typeof tenantId !== 'string' || typeof first !== 'string') return undefined;
  if (type === 'personal') return { type, tenantId, linkId: first };
  const kind = linkKinds.find((one) => one === first);
  if (kind === undefined || typeof id !== 'string' || typeof until !== 'number') return undefined;
  if (type === 'shared') return { type, tenantId, kind, id, until };
  const keyId = rest[2];
  if (type === 'ticket' && typeof keyId === 'string') return { type, tenantId, kind, id, keyId, until };
  return undefined;
}
