import { Injectable } from '@nestjs/common';
import type { Caller } from '../../platform/http/index.js';
import {
  isAlive,
  LogLevels,
  logLevels,
  LogLevelStore,
  Processes,
  type LevelRow,
  type LogLevel,
} from '../../platform/watch/index.js';
import { AuditLog } from '../access/index.js';
import type { ShownLogLevel } from './log-level.schemas.js';

/** What all processes log for a while: a row that each reads with its heartbeat. */
@Injectable()
export class LogLevelService {
  constructor(
    private readonly store: LogLevelStore,
    private readonly levels: LogLevels,
    private readonly processes: Processes,
    private readonly audit: AuditLog,
  ) {}

  async get(): Promise<ShownLogLevel> {
    return this.#shown(await this.store.with((tx) => this.store.find(tx)));
  }

  async set(caller: Caller, level: LogLevel, minutes: number): Promise<ShownLogLevel> {
    const row = await this.store.with(async (tx) => {
      const before = await this.store.find(tx);
      const after = await this.store.set(tx, level, minutes, caller.owner);
      await this.audit.write(tx, caller, {
        ...{ action: 'log_level.changed', targetType: 'log_level', targetId: 'all' },
        before: before === undefined ? undefined : { level: before.level, until: before.until },
        after: { level: after.level, until: after.until },
      });
      return after;
    });
    await this.processes.beatAnew(); // this process knows at once, the others within seconds
    return this.#shown(row);
  }

  async #shown(row: LevelRow | undefined): Promise<ShownLogLevel> {
    const { configured } = this.levels;
    const processes = (await this.processes.seen()).filter(isAlive);
    return {
      level: logLevels.find((level) => level === row?.level) ?? configured,
      configured,
      ...{ until: row?.until ?? null, setBy: row?.setBy ?? null, setAt: row?.setAt ?? null },
      processes: processes.map(({ id, role, host, state }) => {
        // what this one has said of itself may be a heartbeat old
        const level = id === this.processes.id ? this.levels.current : state.logLevel;
        return { id, role, host, level };
      }),
    };
  }
}
