import { Injectable } from '@nestjs/common';
import { evaluateJsonata, step, type ExecutionState, type Step, type StepEvent } from '../../../asl/index.js';
import { DefinitionSandbox } from './definition-sandbox.js';
import type { PinnedProgram } from './programs.store.js';

/** The interpreter's step() of one program. @throws CutOff and AppError UNAVAILABLE, where it is a tenant's own */
export type Interpret = (state: ExecutionState | null, event: StepEvent) => Promise<Step>;

/**
 * Who interprets a definition: ours in place, a tenant's own in a process with limits. All of its step, as a filter of
 * JSONPath can hold a regular expression and a template can grow as an expression of JSONata can.
 */
@Injectable()
export class Evaluators {
  constructor(private readonly sandbox: DefinitionSandbox) {}

  of(tenantId: string, pinned: PinnedProgram): Interpret {
    const { program } = pinned;
    return pinned.isOwn
      ? (state, event) => this.sandbox.step(tenantId, pinned, state, event)
      : (state, event) => step(program, state, event, evaluateJsonata);
  }
}
