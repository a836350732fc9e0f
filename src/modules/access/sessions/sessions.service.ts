import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/index.js';
import type { Caller } from '../../../platform/http/index.js';
import { Clock } from '../../../shared/clock.js';
import { newId } from '../../../shared/ids.js';
import { AuditLog } from '../audit-log.service.js';
import { hashOf } from '../domain/api-key.js';
import { KnownSessions } from './known-sessions.js';
import { usedUp, type Comer } from './session-people.js';
import { newSecret } from './session-token.js';
import { SessionStore, type SessionRow } from './sessions.store.js';

/** A working day; then a key, or another link, is shown anew. */
const SESSION_MS = 12 * 3_600_000;
const LINK_MS = 3_600_000;
/** Where the platform key acts when nobody names a tenant. */
const DEFAULT_TENANT = 'default';

export interface StartedSession {
  caller: Caller;
  /** What the browser keeps. */
  token: string;
  expiresAt: Date;
}

/** Sessions of browsers. What is stored lets nobody in: hashes alone. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly database: Database,
    private readonly store: SessionStore,
    private readonly known: KnownSessions,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Starts the session of who signs in. @throws AppError UNAUTHENTICATED where somebody else has just used the link */
  async start({ principal, keyHash, link }: Comer): Promise<StartedSession> {
    const tenantId = principal.tenantId ?? DEFAULT_TENANT;
    const caller = { ...principal, tenantId };
    const token = newSecret('session');
    const secret = { tokenHash: hashOf(token), expiresAt: this.#after(SESSION_MS) };
    const id = link?.id ?? newId('ses');
    await this.database.withTenant(tenantId, async (tx) => {
      if (link === undefined) {
        const session = { id, tenantId, keyId: principal.keyId, keyHash, ...secret };
        await this.store.insert(tx, { ...session, isStarted: true });
      } else if (!(await this.store.start(tx, tenantId, id, secret))) throw usedUp();
      const after = { expiresAt: secret.expiresAt, by: link === undefined ? 'key' : 'link' };
      await this.audit.write(tx, caller, { action: 'session.started', ...target(id), after });
    });
    return { caller, token, expiresAt: secret.expiresAt };
  }

  /** A code that signs in once, as the key that asks for it. */
  async link(caller: Caller, keyHash: string): Promise<{ code: string; expiresAt: Date }> {
    const { tenantId, keyId } = caller;
    const code = newSecret('code');
    const link = { id: newId('ses'), tenantId, keyId, keyHash, expiresAt: this.#after(LINK_MS) };
    await this.database.withTenant(tenantId, async (tx) => {
      await this.store.insert(tx, { ...link, tokenHash: hashOf(code), isStarted: false });
      const after = { expiresAt: link.expiresAt };
      await this.audit.write(tx, caller, { action: 'session.link_created', ...target(link.id), after });
    });
    return { code, expiresAt: link.expiresAt };
  }

  find(token: string): Promise<SessionRow | undefined> {
    return this.known.find(token);
  }

  /** At once in this process, and within seconds in others. A second time changes nothing. */
  async end(caller: Caller, token: string): Promise<void> {
    const session = await this.known.find(token);
    if (session === undefined) return;
    const { id, tenantId } = session;
    await this.database.withTenant(tenantId, async (tx) => {
      if (!(await this.store.remove(tx, tenantId, id))) return;
      await this.audit.write(tx, { ...caller, tenantId }, { action: 'session.ended', ...target(id) });
      this.database.onCommit(tx, () => this.known.forget(token));
    });
  }

  async clean(): Promise<void> {
    await this.store.removeExpired();
  }

  #after(ms: number): Date {
    return new Date(this.clock.now().getTime() + ms);
  }
}

const target = (targetId: string) => ({ targetType: 'session', targetId });
