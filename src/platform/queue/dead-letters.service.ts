import { Injectable } from '@nestjs/common';
import { notFound } from '../../shared/app-error.js';
import { decodeCursor, toPage, type Page, type PageRequest } from '../../shared/paging.js';
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

  async retry(id: string): Promise<void> {
    const revived = await this.store.revive(id);
    if (revived === undefined) throw notFound('dead letter', id);
    this.jobs.wake(revived.lane, id, 0, 0);
  }
}
