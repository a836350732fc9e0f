import { Injectable } from '@nestjs/common';
import type { ExecutionState, Program, Step, StepEvent } from '../../../asl/index.js';
import { CutOff, Sandbox } from '../../../platform/sandbox/index.js';
import { definitionsStopped } from '../metrics.js';
import { definitionLimits } from './definition-limits.js';
import { definitionsKind, type Checked, type DefinitionQuestion } from './definition-questions.js';

/** Where tenants' own definitions are checked and run: in processes with limits, apart from this one. */
@Injectable()
export class DefinitionSandbox {
  constructor(private readonly sandbox: Sandbox) {}

  /**
   * As the interpreter's step().
   * @throws CutOff where a limit was met; AppError UNAVAILABLE where it is not its turn soon
   */
  async step(
    tenantId: string,
    { hash, program }: { hash: string; program: Program },
    state: ExecutionState | null,
    event: StepEvent,
  ): Promise<Step> {
    const question = (): DefinitionQuestion => ({
      kind: 'step',
      state: JSON.stringify(state),
      event: JSON.stringify(event),
    });
    const common = { hash, text: () => JSON.stringify(program) };
    const asked = { question, limitMs: definitionLimits.stepMs, common };
    return (await counted(this.sandbox.ask(definitionsKind, tenantId, asked))) as Step;
  }

  /** Whether a definition (JSON text) can run. @throws CutOff; AppError UNAVAILABLE */
  async check(tenantId: string, definition: string): Promise<Checked> {
    const question = (): DefinitionQuestion => ({ kind: 'check', definition });
    const asked = { question, limitMs: definitionLimits.checkMs };
    return (await counted(this.sandbox.ask(definitionsKind, tenantId, asked))) as Checked;
  }
}

async function counted<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof CutOff) definitionsStopped.add({ limit: error.limit });
    throw error;
  }
}
