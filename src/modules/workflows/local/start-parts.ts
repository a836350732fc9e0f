import { Injectable } from '@nestjs/common';
import { Clock } from '../../../shared/clock.js';
import { AuditLog, type AuditEntry } from '../../access/index.js';
import { Arns } from '../arns.js';
import type { EngineStart } from '../workflow-engine.js';
import { EngineBus } from './engine-bus.js';
import { Evaluators } from './evaluators.js';
import { ExecutionRuns } from './execution-runs.js';
import { ProgramStore } from './programs.store.js';
import { RunningStore } from './running.store.js';
import { StartStore } from './start.store.js';

/** What beginning an execution stands on. */
@Injectable()
export class StartStores {
  constructor(
    readonly starts: StartStore,
    readonly programs: ProgramStore,
    readonly running: RunningStore,
    readonly evaluators: Evaluators,
    readonly runs: ExecutionRuns,
  ) {}
}

/** Names, times and askers of executions that begin. */
@Injectable()
export class StartNames {
  constructor(
    private readonly arns: Arns,
    private readonly audit: AuditLog,
    readonly clock: Clock,
    readonly bus: EngineBus,
  ) {}

  /** What the audit log keeps of a start that somebody asked for. */
  audited({ actor, asked, stateMachine, name }: EngineStart): AuditEntry | undefined {
    if (asked === undefined) return undefined;
    const targetId = this.arns.execution(stateMachine, name);
    return this.audit.entry(actor, {
      ...{ action: 'execution.started', targetType: 'execution', targetId },
      after: asked,
    });
  }

  beginning(of: Pick<EngineStart, 'id' | 'stateMachine' | 'name' | 'input'>, at: Date) {
    const { id, stateMachine, name, input } = of;
    return {
      ...{ id, stateMachine, name, input, at },
      arn: this.arns.execution(stateMachine, name),
      stateMachineArn: this.arns.stateMachine(stateMachine),
    };
  }
}
