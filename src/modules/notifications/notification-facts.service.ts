import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import type { Fact } from '../../platform/outbox/index.js';
import { namedIn, subjectOf } from './domain/rules/subject.js';
import { toldOf, type FactName } from './domain/rules/told.js';
import { FactMemory } from './fact-memory.service.js';
import { FactPlanning, type Happened } from './fact-planning.service.js';
import { FactTelling } from './fact-telling.service.js';
import { Recipients } from './recipients.service.js';

/** Makes of a fact what is to be told. */
@Injectable()
export class NotificationFacts {
  constructor(
    private readonly database: Database,
    private readonly recipients: Recipients,
    private readonly planning: FactPlanning,
    private readonly memory: FactMemory,
    private readonly telling: FactTelling,
  ) {}

  /** Safe to run twice: a recipient is told a fact once. @throws where it is to be taken again in a moment */
  async take(name: FactName, { id, tenantId, payload, createdAt }: Fact<unknown>): Promise<void> {
    const told = toldOf(name, payload);
    const accounts = await this.recipients.accountsOf(tenantId, namedIn(told));
    await this.database.withTenant(tenantId, (tx) =>
      this.#take(tx, { tenantId, id, told, createdAt, accounts }),
    );
  }

  async #take(tx: Tx, happened: Happened): Promise<void> {
    const now = await this.database.now(tx);
    await this.memory.waitForScan(tx, happened, now);
    const { threadKey, repeatKey } = subjectOf(happened.told, happened.id);
    await this.memory.lock(tx, happened, threadKey ?? repeatKey);
    const plan = await this.planning.plan(tx, happened, now);
    if (plan !== undefined) await this.telling.tell(tx, happened, plan);
    await this.memory.end(tx, happened, now);
    await this.memory.keepScan(tx, happened, plan);
  }
}
