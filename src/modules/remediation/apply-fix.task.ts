import { Injectable } from '@nestjs/common';
import { Task, type TaskContext } from '../../platform/tasks/index.js';
import { applyFixInput, type ApplyFixInput, type RemediationParameters } from './apply-fix.schemas.js';

import { summaryOf, type RemediationSummary } from './domain/remediation-summary.js';
import { RemediationAgreement } from './remediation-agreement.service.js';
import { RemediationApplying } from './remediation-applying.service.js';
import { RemediationClosing } from './remediation-closing.service.js';
import { RemediationPlanning } from './remediation-planning.service.js';
import { RemediationRows, type Standing } from './remediation-rows.js';

/** specs/2's function apply-fix: each state of RemediationWorkflow that is not about people being asked or told. */
@Injectable()
export class ApplyFixTask {
  constructor(
    private readonly rows: RemediationRows,
    private readonly planning: RemediationPlanning,
    private readonly agreement: RemediationAgreement,
    private readonly applying: RemediationApplying,
    private readonly closing: RemediationClosing,
  ) {}

  /** Run again it gives the same: what it goes by are the rows of the execution's remediation. */
  @Task('apply-fix', applyFixInput)
  async run(input: ApplyFixInput, context: TaskContext): Promise<unknown> {
    switch (input.action) {
      case 'initialize':
        return this.#initialize(input.parameters, context);
      case 'validate':
        return this.#validate(context);
      case 'apply':
        return this.applying.apply(input.changeIds, context);
      case 'validate-results':
        return this.applying.results(context);
      case 'complete':
      case 'reject':
      case 'restore':
      case 'fail':
      case 'stop':
        return shown(await this.closing.close(await this.rows.of(context), input, context));
    }
  }

  async #initialize(parameters: RemediationParameters, context: TaskContext): Promise<RemediationSummary> {
    const standing = await this.rows.begin(context, parameters);
    const { status, planVersion, dryRun } = standing.row;
    if (planVersion > 0 || status !== 'planning') return shown(standing);
    const stopped = dryRun ? undefined : await this.closing.stopped(standing);
    return shown(stopped ?? (await this.planning.first(standing, parameters, context)));
  }

  async #validate(context: TaskContext): Promise<RemediationSummary> {
    const standing = await this.agreement.take(await this.rows.ofOpen(context));
    if (standing.row.status === 'waiting_for_approval') return shown(standing);
    return shown((await this.closing.stopped(standing)) ?? (await this.planning.again(standing, context)));
  }
}

const shown = ({ row, changes }: Standing): RemediationSummary => summaryOf(row, changes);
