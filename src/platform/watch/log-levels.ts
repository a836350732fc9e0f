import { Injectable } from '@nestjs/common';
import { Config } from '../config/index.js';
import { Logger } from '../telemetry/index.js';
import type { LevelForNow } from './processes.store.js';

export const logLevels = ['DEBUG', 'INFO', 'WARN', 'ERROR'] as const;
export type LogLevel = (typeof logLevels)[number];

const isLevel = (text: string): text is LogLevel => logLevels.some((level) => level === text);

/** What this process logs: LOG_LEVEL, or for a while what somebody wants. */
@Injectable()
export class LogLevels {
  #now: LogLevel;
  #end: NodeJS.Timeout | undefined;

  constructor(
    private readonly config: Config,
    private readonly logger: Logger,
  ) {
    this.#now = config.logLevel;
  }

  get configured(): LogLevel {
    return this.config.logLevel;
  }

  get current(): LogLevel {
    return this.#now;
  }

  /** @param wanted as the database has it; undefined: nothing (any more). Without a database the time ends all the same. */
  apply(wanted: LevelForNow | undefined): void {
    clearTimeout(this.#end);
    if (wanted === undefined || !isLevel(wanted.level)) return this.#set(this.configured);
    this.#set(wanted.level);
    this.#end = setTimeout(() => this.#set(this.configured), wanted.leftMs);
    this.#end.unref();
  }

  #set(level: LogLevel): void {
    if (level === this.#now) return;
    const before = this.#now;
    this.#now = level;
    this.logger.level = level;
    // told at the level at which it is seen before and after
    this.logger.warn('The log level has changed', { from: before, to: level });
  }
}
