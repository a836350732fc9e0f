import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { Logger } from '../../platform/telemetry/index.js';
import { Clock, MINUTE_MS } from '../../shared/clock.js';
import { ApiKeyStore, type KnownKey } from './api-keys.store.js';

const KEPT_KEYS = 10_000;

/** Notes when a key was last used: once a minute at most, and no request waits for it. */
@Injectable()
export class KeyUse implements BeforeApplicationShutdown {
  readonly #notedAt = new Map<string, number>();
  readonly #underWay = new Set<Promise<void>>();

  constructor(
    private readonly store: ApiKeyStore,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  note({ id, tenantId }: KnownKey): void {
    const now = this.clock.now().getTime();
    if (now - (this.#notedAt.get(id) ?? -Infinity) < MINUTE_MS) return;
    if (this.#notedAt.size >= KEPT_KEYS) this.#notedAt.clear();
    this.#notedAt.set(id, now);
    const writing = this.store
      .noteUse(tenantId, id)
      .catch((error: unknown) =>
        this.logger.warn('The use of a key was not noted', { keyId: id, error: String(error) }),
      )
      .finally(() => this.#underWay.delete(writing));
    this.#underWay.add(writing);
  }

  /** The database closes after this. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.#underWay);
  }
}
