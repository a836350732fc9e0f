import { Injectable } from '@nestjs/common';
import { Storage } from '../../platform/storage/index.js';
import { Clock, DAY_MS } from '../../shared/clock.js';

/** Whoever wrote it has ended, one way or another: as for reports that nobody has finished (reports.store.ts). */
const OLD_MS = 2 * DAY_MS;
/** Evidence that waits to be packed, and drafts of files (platform/storage): no row tells of them. Keys of ours alone. */
const UNKNOWN =
  /^[\w.-]+\/packs\/rpt_[0-9a-f]{32}\/|^[\w.-]+\/reports\/rpt_[0-9a-f]{32}\.\w+\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Deletes what an execution that was stopped, or a process that died, has left behind. */
@Injectable()
export class ReportLeftovers {
  constructor(
    private readonly storage: Storage,
    private readonly clock: Clock,
  ) {}

  /** Safe to be interrupted. */
  async sweep(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - OLD_MS);
    for await (const { key, writtenAt } of this.storage.list()) {
      if (writtenAt < before && UNKNOWN.test(key)) await this.storage.delete(key);
    }
  }
}
