import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { keepingAlive, Task, type TaskContext } from '../../platform/tasks/index.js';
import { AssessmentStore } from './assessment.store.js';
import { AuditPackEvidence } from './audit-pack-evidence.service.js';
import { AuditPackGenerating } from './audit-pack-generating.service.js';
import { AuditPackInitializing } from './audit-pack-initializing.service.js';
import { auditPackInput, type AuditPackInput } from './audit-pack.schemas.js';
import type { Collected, Pack } from './domain/pack/pack.js';

/** The tasks of the workflow audit-pack-generation. */
@Injectable()
export class AuditPackTask {
  constructor(
    private readonly initializing: AuditPackInitializing,
    private readonly evidence: AuditPackEvidence,
    private readonly generating: AuditPackGenerating,
    private readonly database: Database,
    private readonly executions: AssessmentStore,
  ) {}

  @Task('audit-pack', auditPackInput)
  async run(input: AuditPackInput, context: TaskContext): Promise<unknown> {
    if (input.action === 'initialize') return this.initializing.initialize(input, context);
    // what a state machine on Step Functions says is no reason to touch another tenant's files
    const pack = { ...input.pack, tenantId: context.tenantId };
    switch (input.action) {
      case 'collect':
        return keepingAlive(context, (signal) =>
          this.evidence.collect(pack, input.part, { ...context, signal }),
        );
      case 'generate':
        return keepingAlive(context, (signal) =>
          this.#generate(pack, input.collected, { ...context, signal }),
        );
      case 'discard':
        await this.evidence.discard(pack);
        return { discarded: true };
    }
  }

  async #generate(pack: Pack, collected: readonly Collected[], context: TaskContext) {
    const saved = await this.generating.generate(pack, collected, context, await this.#requester(context));
    const { reportId, reportUrl, files } = saved;
    const sources = collected.flatMap(({ sources }) => sources);
    return {
      ...{ reportId, reportUrl, files },
      window: { from: pack.from, to: pack.to },
      auditType: pack.auditType,
      rows: Object.fromEntries(sources.map(({ name, rows }) => [name, rows])),
    };
  }

  async #requester({ tenantId, execution, actor }: TaskContext): Promise<string> {
    const asked =
      execution === undefined
        ? undefined
        : await this.database.withTenant(tenantId, (tx) =>
            this.executions.requesterOf(tx, tenantId, execution.id),
          );
    return asked ?? actor?.owner ?? 'compliance-shepherd';
  }
}
