import { Injectable } from '@nestjs/common';
import { notFound } from '../../shared/app-error.js';
import { decodeCursor, toPage, type Page, type PageRequest } from '../../shared/paging.js';
import type { NoteRetry } from './dead-letter-sources.js';
import { DeadLetterStore, type DeadLetter } from './dead-letters.store.js';
import { Jobs } from './jobs.js';

@Injectable()
export class DeadLetterService {
  constructor(
    private readonly store: DeadLetterStore,
    private readonly jobs: Jobs,
  ) {}

  async list(page: PageRequest, tenantId?: string): Promise<Page<DeadLetter>> {
    const after = decodeCursor(page.cursor, 1)?.[0];
    return toPage(await this.store.list(after, page.limit + 1, tenantId), page.limit, (row) => [row.id]);
  }

  /** @throws AppError NOT_FOUND */
  async retry(id: string, note: NoteRetry): Promise<void> {
    const revived = await this.store.revive(id, note);
    if (revived === undefined) throw notFound('dead letter', id);
    this.jobs.wake(revived.lane, id, 0, 0);
  }
}
