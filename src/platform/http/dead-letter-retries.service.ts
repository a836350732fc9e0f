import { Injectable } from '@nestjs/common';
import { DeadLetterService, DeadLetterSources, type NoteRetry } from '../queue/index.js';
import { Journal } from './journal.js';
import type { Caller } from './principal.js';

/** Has what was given up tried again, and writes down who wanted it. */
@Injectable()
export class DeadLetterRetries {
  constructor(
    private readonly jobs: DeadLetterService,
    private readonly sources: DeadLetterSources,
    private readonly journal: Journal,
  ) {}

  /** @throws AppError NOT_FOUND, and what its source says (DeadLetterSource) */
  async retry(caller: Caller, id: string): Promise<'pending' | 'redriven'> {
    // a job is its tenant's; a message belongs to nobody, and is told where the installation is
    const note: NoteRetry = (tx, { tenantId = 'default', ...after }) =>
      this.journal.write(
        tx,
        { ...caller, tenantId },
        { action: 'dead_letter.retried', targetType: 'dead_letter', targetId: after.id, after },
      );
    const source = this.sources.owning(id);
    await (source === undefined ? this.jobs.retry(id, note) : source.retry(id, note));
    return source === undefined ? 'pending' : 'redriven';
  }
}
