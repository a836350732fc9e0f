import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Logger } from '../../platform/telemetry/index.js';
import { AppError } from '../../shared/app-error.js';
import { HistoryStore } from './history.store.js';

/** One look for all that are followed in this process, however many follow. */
const LOOK_MS = 500;
const MOST_PER_TENANT = 200;

/** An execution as somebody who follows it knows it. */
export interface Watch {
  /** Resolves when it has changed since `version`, after `patienceMs`, or when it is closed. */
  next(version: number, patienceMs: number): Promise<'changed' | 'quiet' | 'closed'>;
  close(): void;
}

interface Watcher {
  executionId: string;
  tenantId: string;
  /** The newest that was seen. */
  version: number;
  isClosed: boolean;
  wake: () => void;
}

/** Tells those who follow executions that there is something new, whichever process wrote it. */
@Injectable()
export class ExecutionWatch implements BeforeApplicationShutdown {
  readonly #watchers = new Set<Watcher>();
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(
    private readonly store: HistoryStore,
    private readonly logger: Logger,
  ) {}

  /** @throws AppError RATE_LIMITED where a tenant follows too many */
  open({ id: executionId, tenantId }: { id: string; tenantId: string }): Watch {
    const own = [...this.#watchers].filter((one) => one.tenantId === tenantId);
    if (own.length >= MOST_PER_TENANT) {
      throw new AppError('RATE_LIMITED', `${MOST_PER_TENANT} streams are open: close some first`);
    }
    const watcher: Watcher = {
      ...{ executionId, tenantId, version: 0 },
      ...{ isClosed: this.#isStopped, wake: () => undefined },
    };
    this.#watchers.add(watcher);
    this.#lookLater();
    return {
      next: (version, patienceMs) => waitFor(watcher, version, patienceMs),
      close: () => this.#close(watcher),
    };
  }

  /** Streams would keep the server from closing. */
  beforeApplicationShutdown(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers) this.#close(watcher);
  }

  #close(watcher: Watcher): void {
    this.#watchers.delete(watcher);
    watcher.isClosed = true;
    watcher.wake();
  }

  #lookLater(): void {
    if (this.#timer !== undefined || this.#isStopped) return;
    this.#timer = setTimeout(() => void this.#look(), LOOK_MS);
  }

  async #look(): Promise<void> {
    const asked = [...this.#watchers];
    try {
      const standings = await this.store.standings([...new Set(asked.map((one) => one.executionId))]);
      const versions = new Map(standings.map(({ id, version }) => [id, version]));
      for (const watcher of asked) {
        watcher.version = versions.get(watcher.executionId) ?? GONE;
        watcher.wake();
      }
    } catch (error) {
      this.logger.warn('Executions that are followed could not be looked at', { error: String(error) });
    }
    this.#timer = undefined;
    if (this.#watchers.size > 0) this.#lookLater();
  }
}

/** Newer than any: whoever follows what is gone has to look. */
const GONE = Infinity;

function waitFor(watcher: Watcher, version: number, patienceMs: number) {
  return new Promise<'changed' | 'quiet' | 'closed'>((resolve) => {
    const end = (what: 'changed' | 'quiet' | 'closed') => {
      clearTimeout(timer);
      watcher.wake = () => undefined;
      resolve(what);
    };
    const timer = setTimeout(() => end('quiet'), patienceMs);
    watcher.wake = () => {
      if (watcher.isClosed) end('closed');
      else if (watcher.version > version) end('changed');
    };
    watcher.wake();
  });
}
