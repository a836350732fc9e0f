import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/database/index.js';
import { Database } from '../../../platform/database/index.js';
import { Admission, type Caller } from '../../../platform/http/index.js';
import { AppError, forbidden } from '../../../shared/app-error.js';
import { Clock } from '../../../shared/clock.js';
import { ApiKeyStore, type KnownKey } from '../api-keys.store.js';
import { isUsable } from '../domain/api-key.js';
import { LinkGone } from './link-gone.js';
import { LinkSigning } from './link-signing.js';
import type { LinkToken } from './link-token.js';
import type { LinkRow } from './links.store.js';

export type SharedLink = Extract<LinkToken, { type: 'shared' }>;

/** Where somebody comes from, as far as the connection tells. */
export type Visitor = Parameters<Admission['byKey']>[1];

/** A key that was typed in once acts on that one thing for as long. */
const TICKET_SECONDS = 600;

const PLATFORM_KEY = 'platform';

/** Who somebody is that comes by a link. */
@Injectable()
export class LinkPeople {
  constructor(
    private readonly database: Database,
    private readonly keys: ApiKeyStore,
    private readonly admission: Admission,
    private readonly signing: LinkSigning,
    private readonly clock: Clock,
  ) {}

  /** With the role that the person's keys have now. @throws AppError FORBIDDEN where there is no such key any more */
  async named(tx: Tx, { id, tenantId, person }: LinkRow): Promise<Caller> {
    const key = await this.keys.bestOf(tx, tenantId, person);
    if (key === undefined) throw forbidden(`${person} has no key of this tenant any more`);
    return callerOf(key, `link ${id}`);
  }

  /** @throws AppError UNAUTHENTICATED, FORBIDDEN for a key of another tenant; RateLimited */
  async byKey({ tenantId }: SharedLink, key: string, visitor: Visitor): Promise<Caller> {
    const principal = await this.admission.byKey(key, visitor);
    if (principal.tenantId !== null && principal.tenantId !== tenantId)
      throw forbidden('This key belongs to another tenant');
    return { ...principal, tenantId, via: VIA_SHARED };
  }

  /** What a page gets that was opened by a key. */
  ticketFor({ tenantId, kind, id }: SharedLink, { keyId }: Caller): Promise<string> {
    const until = Math.floor(this.clock.now().getTime() / 1000) + TICKET_SECONDS;
    return this.signing.sign({ type: 'ticket', tenantId, kind, id, keyId, until });
  }

  /** @throws AppError UNAUTHENTICATED where it is none for this thing; LinkGone where its minutes are over */
  async byTicket(link: SharedLink, text: string): Promise<Caller> {
    const { tenantId, kind, id } = link;
    const ticket = await this.signing.read(text);
    const isForThis =
      ticket?.type === 'ticket' && ticket.tenantId === tenantId && ticket.kind === kind && ticket.id === id;
    if (!isForThis) throw new AppError('UNAUTHENTICATED', 'Show an API key');
    const now = this.clock.now();
    if (ticket.until * 1000 <= now.getTime())
      throw new LinkGone('The page was open for too long: show the key anew');
    if (ticket.keyId === PLATFORM_KEY)
      return {
        keyId: PLATFORM_KEY,
        owner: 'platform@localhost',
        role: 'platform',
        tenantId,
        via: VIA_SHARED,
      };
    const key = await this.database.withTenant(tenantId, (tx) => this.keys.find(tx, tenantId, ticket.keyId));
    if (key === undefined || !isUsable(key, now))
      throw new AppError('UNAUTHENTICATED', 'This API key is unknown, expired or revoked');
    return callerOf({ ...key, tenantId }, VIA_SHARED);
  }
}

const VIA_SHARED = 'shared link';

const callerOf = ({ id: keyId, owner, role, tenantId }: KnownKey, via: string): Caller => ({
  ...{ keyId, owner, role, tenantId, via },
});
