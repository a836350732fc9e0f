import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { correlation, Logger } from '../../platform/telemetry/index.js';
import { ApprovalDeciding } from './approval-deciding.js';
import { ApprovalStore, type ApprovalRow } from './approvals.store.js';
import { isOverdue } from './domain/approval.js';

const PAGE = 200;
/** In one sweep at most: the next one goes on. */
const MOST_PAGES = 25;
const AT_ONCE = 4;

interface Found {
  tenantId: string;
  id: string;
}

/** Closes approvals that nobody decides: their time is up, or nobody waits for them any more. */
@Injectable()
export class ApprovalSweep {
  constructor(
    private readonly database: Database,
    private readonly store: ApprovalStore,
    private readonly deciding: ApprovalDeciding,
    private readonly logger: Logger,
  ) {}

  async expire(): Promise<void> {
    await this.#each(
      (after) => this.store.overdue(after, PAGE),
      (found) =>
        this.#close(found, async (tx, row) => {
          if (isOverdue(row, await this.database.now(tx))) await this.deciding.expire(tx, row);
        }),
    );
  }

  async cancel(): Promise<void> {
    await this.#each(
      (after) => this.store.abandoned(after, PAGE),
      (found) =>
        this.#close(found, async (tx, row) => {
          if (!(await this.deciding.isOpen(tx, row))) await this.deciding.cancel(tx, row);
        }),
    );
  }

  /** One that fails stays for the next sweep, and holds up no other. */
  async #each(
    page: (after: string) => Promise<Found[]>,
    close: (found: Found) => Promise<void>,
  ): Promise<void> {
    let after = '';
    for (let pages = 0; pages < MOST_PAGES; pages += 1) {
      const found = await page(after);
      for (let i = 0; i < found.length; i += AT_ONCE) {
        await Promise.all(found.slice(i, i + AT_ONCE).map((one) => this.#try(one, close)));
      }
      if (found.length < PAGE) return;
      after = found.at(-1)?.id ?? after;
    }
  }

  async #try(found: Found, close: (found: Found) => Promise<void>): Promise<void> {
    try {
      await close(found);
    } catch (error) {
      this.logger.error('An approval could not be closed; the next sweep tries it', {
        approvalId: found.id,
        error,
      });
    }
  }

  /** In its own transaction and thread; somebody may have decided it meanwhile. */
  async #close({ tenantId, id }: Found, close: Close): Promise<void> {
    await this.database.withTenant(tenantId, async (tx) => {
      const row = await this.store.findForUpdate(tx, tenantId, id);
      if (row?.status === 'pending') await correlation.run(row.correlationId, () => close(tx, row));
    });
  }
}

type Close = (tx: Parameters<ApprovalDeciding['expire']>[0], row: ApprovalRow) => Promise<void>;
