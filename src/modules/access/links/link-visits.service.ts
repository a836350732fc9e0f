import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../../platform/database/index.js';
import { mayDo, type Caller } from '../../../platform/http/index.js';
import {
  LinkPages,
  type LinkAction,
  type LinkActMark,
  type LinkForm,
  type LinkKind,
  type LinkShown,
} from '../../../platform/links/index.js';
import { AppError, forbidden, invalid, notFound } from '../../../shared/app-error.js';
import { expired, usedUp } from './link-gone.js';
import { LinkPeople, type SharedLink, type Visitor } from './link-people.js';
import { LinkSigning } from './link-signing.js';
import type { UseLink } from './links.schemas.js';
import { LinkStore, type LinkRow } from './links.store.js';

/** What somebody sees who may see it. */
export interface Visited {
  kind: LinkKind;
  id: string;
  action: LinkAction;
  shown: LinkShown;
  /** What came of what was done. */
  said: string | null;
  /** What can be done from here, by this person. */
  acts: readonly LinkActMark[];
  caller: Caller;
  /** Of a link that is nobody's own. */
  ticket: string | null;
}
/** A link that shows nothing without a key. */
export interface Locked {
  kind: LinkKind;
  id: string;
  needsKey: true;
}

/** By what link somebody comes, and as whom. */
interface Visit {
  caller: Caller;
  kind: LinkKind;
  id: string;
  /** Undefined: a shared one, which serves as often as one likes. */
  personal: LinkRow | undefined;
  shared: SharedLink | undefined;
}

/** What links show and do. Looking never does anything: mail programs look at each link of a mail. */
@Injectable()
export class LinkVisits {
  constructor(
    private readonly database: Database,
    private readonly store: LinkStore,
    private readonly signing: LinkSigning,
    private readonly people: LinkPeople,
    private readonly pages: LinkPages,
  ) {}

  /** @throws AppError NOT_FOUND for what is no link of ours; LinkGone; FORBIDDEN where its person has no key any more */
  async look(text: string): Promise<Visited | Locked> {
    const token = await this.#read(text);
    if (token.type === 'shared') {
      await this.#checkTime(token);
      return { kind: token.kind, id: token.id, needsKey: true };
    }
    return this.#visited(await this.#personal(token), 'open', null);
  }

  /**
   * Does what is asked for, in the name of the link's person, or of the key that is shown.
   * @param visitor who is locked out where keys are guessed
   * @throws AppError as look(), and what the thing itself refuses; RateLimited
   */
  async use(text: string, { action, key, ticket, ...fields }: UseLink, visitor: Visitor): Promise<Visited> {
    const token = await this.#read(text);
    const visit =
      token.type === 'personal'
        ? await this.#personal(token)
        : await this.#shared(token, { key, ticket }, visitor);
    if (action === 'open') return this.#visited(visit, action, null);
    const found = this.pages.act(visit.kind, action);
    if (found === undefined || visit.personal?.actions.includes(action) === false)
      throw invalid([{ path: 'action', message: `This link does not ${action}` }]);
    const { mark, act } = found;
    if (!mayDo(visit.caller, mark.needs)) throw forbidden(`This needs a key of the role ${mark.needs}`);
    const form = formOf(fields);
    if (mark.asks.includes('reason') && form.reason === null)
      throw invalid([{ path: 'reason', message: 'must be given' }]);
    let isClaimed = false;
    const claim = async (tx: Tx) => {
      isClaimed = true;
      await this.#claim(tx, visit.personal);
    };
    const { caller, id } = visit;
    const said = await act({ caller, id, form, claim });
    if (!isClaimed) throw new Error(`${action} of a ${visit.kind} by a link did not use the link up`);
    return this.#visited(visit, action, said);
  }

  async #claim(tx: Tx, link: LinkRow | undefined): Promise<void> {
    if (link === undefined || (await this.store.use(tx, link.tenantId, link.id))) return;
    throw usedUp((await this.store.find(tx, link.tenantId, link.id))?.usedAt ?? new Date(0));
  }

  async #read(text: string) {
    const token = await this.signing.read(text);
    if (token === undefined || token.type === 'ticket') throw unknownLink();
    return token;
  }

  async #personal({ tenantId, linkId }: { tenantId: string; linkId: string }): Promise<Visit> {
    return this.database.withTenant(tenantId, async (tx) => {
      const link = await this.store.find(tx, tenantId, linkId);
      if (link === undefined) throw unknownLink();
      if (link.usedAt !== null) throw usedUp(link.usedAt);
      if (link.expiresAt <= (await this.database.now(tx))) throw expired(link.expiresAt);
      const caller = await this.people.named(tx, link);
      return { caller, kind: link.kind, id: link.subjectId, personal: link, shared: undefined };
    });
  }

  async #checkTime({ tenantId, until }: SharedLink): Promise<void> {
    const [now, end] = [
      await this.database.withTenant(tenantId, (tx) => this.database.now(tx)),
      until * 1000,
    ];
    if (end <= now.getTime()) throw expired(new Date(end));
  }

  async #shared(
    link: SharedLink,
    { key, ticket }: Pick<UseLink, 'key' | 'ticket'>,
    visitor: Visitor,
  ): Promise<Visit> {
    await this.#checkTime(link);
    if (key === undefined && ticket === undefined) throw new AppError('UNAUTHENTICATED', 'Show an API key');
    const caller =
      key === undefined
        ? await this.people.byTicket(link, ticket ?? '')
        : await this.people.byKey(link, key, visitor);
    return { caller, kind: link.kind, id: link.id, personal: undefined, shared: link };
  }

  async #visited(visit: Visit, action: LinkAction, said: string | null): Promise<Visited> {
    const { caller, kind, id, personal, shared } = visit;
    const show = this.pages.page(kind);
    if (show === undefined) throw notFound(kind, id);
    const shown = await show({ caller, id });
    const can = 'content' in shown ? [] : shown.can;
    const acts = can
      .filter((one) => personal === undefined || (said === null && personal.actions.includes(one)))
      .flatMap((one) => this.pages.act(kind, one)?.mark ?? [])
      .filter(({ needs }) => mayDo(caller, needs));
    const ticket = shared === undefined ? null : await this.people.ticketFor(shared, caller);
    return { kind, id, action, shown, said, acts, caller, ticket };
  }
}

const unknownLink = () =>
  new AppError('NOT_FOUND', 'This link is not known here. It may have been cut off on its way');

const formOf = ({ comment, reason, until }: Partial<Record<keyof LinkForm, unknown>>): LinkForm => ({
  comment: typeof comment === 'string' ? comment : null,
  reason: typeof reason === 'string' ? reason : null,
  until: until instanceof Date ? until : null,
});
