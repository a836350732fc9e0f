import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/index.js';
import type { Tx } from '../../../platform/database/index.js';
import type { LinkAction, LinkKind } from '../../../platform/links/index.js';
import { Clock, DAY_MS } from '../../../shared/clock.js';
import { newId } from '../../../shared/ids.js';
import { LinkSigning } from './link-signing.js';
import { LinkStore } from './links.store.js';

/** How long a link in a shared place leads somewhere: it asks for a key all the same. */
const SHARED_DAYS = 90;

export interface NewPersonalLink {
  tenantId: string;
  kind: LinkKind;
  subjectId: string;
  /** What it may do beside showing it. */
  actions: readonly LinkAction[];
  /** In whose name it acts, and where it is sent. */
  person: { owner: string; email: string };
  expiresAt: Date;
}

/** What a link opens; structurally what messages say of theirs. */
export interface LinkedTo {
  kind: LinkKind;
  id: string;
  action: LinkAction;
  /** Of a link that was made for one named person; null: for whoever sees it. */
  personalLinkId: string | null;
}

/** Makes links to what people are told of. */
@Injectable()
export class Links {
  constructor(
    private readonly store: LinkStore,
    private readonly signing: LinkSigning,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /**
   * Lets one named person do something once, without a key at hand; it acts with the role that their keys have then.
   * Safe to repeat: a person has one link for a thing.
   * @returns its id: the address is made when it is sent
   */
  async personal(tx: Tx, link: NewPersonalLink): Promise<string> {
    const { tenantId, kind, subjectId, actions, expiresAt } = link;
    const person = link.person.owner.toLowerCase();
    return this.store.insert(tx, tenantId, {
      ...{ id: newId('lnk'), kind, subjectId, actions: [...actions], expiresAt },
      ...{ person, email: link.person.email },
    });
  }

  /** The address; undefined where the service does not know its own (PUBLIC_URL). */
  async urlOf(
    tenantId: string,
    { kind, id, action, personalLinkId: linkId }: LinkedTo,
  ): Promise<string | undefined> {
    const home = this.config.get('PUBLIC_URL')?.replace(/\/+$/, '');
    if (home === undefined) return undefined;
    const token = await this.signing.sign(
      linkId === null
        ? { type: 'shared', tenantId, kind, id, until: this.#sharedUntil() }
        : { type: 'personal', tenantId, linkId },
    );
    return `${home}/links/${token}${action === 'open' ? '' : `?do=${action}`}`;
  }

  /** Deletes links that have expired long ago. */
  async clean(): Promise<void> {
    await this.store.removeOld();
  }

  /** The end of a day, so that a message that is made again has the same addresses. */
  #sharedUntil(): number {
    const day = Math.ceil(this.clock.now().getTime() / DAY_MS) + SHARED_DAYS;
    return (day * DAY_MS) / 1000;
  }
}
