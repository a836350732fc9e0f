import { Injectable } from '@nestjs/common';
import { Task, type TaskContext } from '../../platform/tasks/index.js';
import { ExecutionOwners } from '../workflows/index.js';
import { ComplianceAnalysisService } from './compliance-remediation-analysis.service.js';
import { ComplianceRemediationResults } from './compliance-remediation-results.service.js';
import { ComplianceRemediationStarts } from './compliance-remediation-starts.service.js';
import {
  complianceRemediationInput,
  type ComplianceRemediationInput,
} from './compliance-remediation.schemas.js';

/** The tasks of compliance-remediation, but for the reassessment. */
@Injectable()
export class ComplianceRemediationTasks {
  constructor(
    private readonly owners: ExecutionOwners,
    private readonly analysis: ComplianceAnalysisService,
    private readonly starts: ComplianceRemediationStarts,
    private readonly results: ComplianceRemediationResults,
  ) {}

  @Task('compliance-remediation', complianceRemediationInput)
  async run(input: ComplianceRemediationInput, context: TaskContext): Promise<unknown> {
    const { actor, executionId } = await this.owners.of(context);
    switch (input.action) {
      case 'analyze':
        return this.analysis.analyze(actor.tenantId, input.input);
      case 'initiate':
        return this.starts.initiate(actor, executionId, input.analysis);
      case 'publish':
        return this.results.publish(input, context, executionId);
    }
  }
}
