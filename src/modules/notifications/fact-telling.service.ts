import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { ApprovalMails } from './approval-mails.service.js';
import { FactMemory } from './fact-memory.service.js';
import type { Happened, Plan } from './fact-planning.service.js';
import { Tellings, type NewTelling } from './telling.js';

/** Hands on what was planned. */
@Injectable()
export class FactTelling {
  constructor(
    private readonly tellings: Tellings,
    private readonly mails: ApprovalMails,
    private readonly memory: FactMemory,
  ) {}

  async tell(tx: Tx, happened: Happened, plan: Plan): Promise<void> {
    const { tenantId } = happened;
    const tellings = [...tellingsOf(plan), ...(await this.mails.of(tx, happened, plan))];
    const added = await this.tellings.add(tx, tenantId, tellings);
    // taken before; or what another fact has told them in its place, for which nothing is remembered yet
    const isKnown = added === 0 && tellings.length > 0;
    await this.memory.remember(tx, happened, plan, isKnown);
    await this.memory.refused(tx, happened, plan.refused);
  }
}

/** What a plan tells channels and named people. */
export const tellingsOf = ({ subject, message, intended }: Plan): NewTelling[] =>
  intended.map((one) => {
    const { sourceKey, groupKey, threadKey } = subject;
    return { ...one, sourceKey, groupKey, threadKey, message };
  });
