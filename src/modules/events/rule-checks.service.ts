import { Injectable } from '@nestjs/common';
import { invalid, type FieldProblem } from '../../shared/app-error.js';
import { OutsideTargets } from '../schedules/index.js';
import { StartChecks } from '../workflows/index.js';
import type { WorkflowAction } from './domain/event-rule.js';
import { patternOf } from './domain/pattern/index.js';
import type { SaveEventRule } from './event-rules.schemas.js';
import { EventRules } from './event-rules.service.js';
import { inPattern } from './rule-reading.service.js';

/** Whether a rule can be saved: its pattern is one, and what it starts is there and the tenant's to start. */
@Injectable()
export class RuleChecks {
  constructor(
    private readonly workflows: StartChecks,
    private readonly outside: OutsideTargets,
    private readonly rules: EventRules,
  ) {}

  /** @throws AppError INVALID naming each bad field; CONFLICT where the workflow cannot run here */
  async check(
    tenantId: string,
    { pattern, action }: Pick<SaveEventRule, 'pattern' | 'action'>,
  ): Promise<void> {
    const read = patternOf(pattern);
    if ('problems' in read) {
      throw invalid(read.problems.map(({ path, message }) => ({ path: inPattern(path), message })));
    }
    if (action.type === 'workflow') await this.#checkWorkflow(tenantId, action);
    if (action.type === 'sns' || action.type === 'lambda') {
      await this.outside.checkOwner(tenantId, action, 'action');
    }
  }

  /** This process need not wait to see what was saved. */
  forget(tenantId: string): void {
    this.rules.forget(tenantId);
  }

  async #checkWorkflow(tenantId: string, action: WorkflowAction): Promise<void> {
    const { workflowType, stateMachineName, parameters, inputPaths } = action;
    const machine =
      stateMachineName ?? (await this.workflows.stateMachineOf(tenantId, workflowType ?? '')) ?? undefined;
    const path = workflowType === undefined ? 'action.stateMachineName' : 'action.workflowType';
    const missing: FieldProblem = {
      path,
      message: 'There is no such workflow: see GET /workflows/definitions',
    };
    if (machine === undefined) throw invalid([missing]);
    const error = await this.workflows.refusal(tenantId, machine, parameters);
    if (error === undefined) return;
    if (error.code === 'NOT_FOUND') throw invalid([missing]);
    if (error.code !== 'INVALID') throw error;
    // what the event will give cannot be checked before there is one
    const later = Object.keys(inputPaths).map((name) => `parameters.${name}`);
    const problems = (error.details ?? []).filter((one) => !later.includes(one.path));
    if (problems.length > 0) throw invalid(problems.map((one) => ({ ...one, path: `action.${one.path}` })));
  }
}
