import { Links, type LinkedTo } from '../../src/modules/access/index.js';
import { LinkSigning } from '../../src/modules/access/links/link-signing.js';
import { Database } from '../../src/platform/database/index.js';
import type { LinkAction, LinkKind } from '../../src/platform/links/index.js';
import type { TestApp } from './app.js';

export const PUBLIC_URL = 'https://shepherd.example.com/';
export const approver = 'approver@acme.test';
const HOUR_MS = 3_600_000;

/** Links of an app, and those who follow them. */
export function linksOf(app: TestApp) {
  const links = () => app.app.get(Links, { strict: false });

  /** The path of a link: what stands behind the service's own address. */
  const pathOf = async (tenantId: string, to: LinkedTo): Promise<string> => {
    const url = await links().urlOf(tenantId, to);
    return url === undefined ? '' : new URL(url).pathname;
  };

  /** The link of one person to an approval of the tenant `acme`. */
  const personal = async (
    approvalId: string,
    { owner = approver, actions = ['approve', 'reject'] as LinkAction[], forMs = HOUR_MS } = {},
  ) => {
    const linkId = await app.app.get(Database).withTenant('acme', (tx) =>
      links().personal(tx, {
        ...{ tenantId: 'acme', kind: 'approval', subjectId: approvalId, actions },
        ...{ person: { owner, email: owner }, expiresAt: new Date(Date.now() + forMs) },
      }),
    );
    const to = { kind: 'approval', id: approvalId, action: 'open', personalLinkId: linkId } as const;
    return { linkId, path: await pathOf('acme', to) };
  };

  const shared = (kind: LinkKind, id: string, tenantId = 'acme') =>
    pathOf(tenantId, { kind, id, action: 'open', personalLinkId: null });

  /** The same of an app that does not know its own address. */
  const signed = async (kind: LinkKind, id: string, until = Math.floor(Date.now() / 1000) + 60) => {
    const signing = app.app.get(LinkSigning, { strict: false });
    return `/links/${await signing.sign({ type: 'shared', tenantId: 'acme', kind, id, until })}`;
  };

  const look = (path: string) => app.request<string>('GET', path, { key: null });

  /** Sends a form, as a browser does. */
  const send = (path: string, fields: Record<string, string>) =>
    app.request<string>('POST', path, {
      key: null,
      body: new URLSearchParams(fields).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });

  const use = (path: string, body: unknown) =>
    app.request<Record<string, unknown>>('POST', path, { key: null, body });

  return { links, pathOf, personal, shared, signed, look, send, use };
}

/** What a page has that was opened by a key. */
export const ticketIn = (page: string) => /name="ticket" value="([^"]+)"/.exec(page)?.[1] ?? '';
