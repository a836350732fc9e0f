import { Injectable } from '@nestjs/common';
import { AwsClients } from '../../../platform/aws/index.js';
import { Config, type Variables } from '../../../platform/config/index.js';
import { stateMachineArn, stateMachineName } from '../domain/arn.js';

/** The variables that map a workflow type to a state machine. */
const VARIABLES = {
  'compliance-scan': 'COMPLIANCE_SCAN_WORKFLOW_ARN',
  remediation: 'REMEDIATION_WORKFLOW_ARN',
  'compliance-assessment': 'COMPLIANCE_ASSESSMENT_WORKFLOW_ARN',
  'incident-response': 'INCIDENT_RESPONSE_WORKFLOW_ARN',
  'audit-pack-generation': 'AUDIT_PACK_GENERATION_WORKFLOW_ARN',
  'continuous-monitoring': 'CONTINUOUS_MONITORING_WORKFLOW_ARN',
} as const satisfies Record<string, keyof Variables>;

const isMapped = (type: string): type is keyof typeof VARIABLES => type in VARIABLES;

/** Which state machine on Step Functions a workflow is. STEP_FUNCTIONS_ROLE_ARN, with which they run, is the deployment's. */
@Injectable()
export class StateMachines {
  #account: Promise<string> | undefined;

  constructor(
    private readonly clients: AwsClients,
    private readonly config: Config,
  ) {}

  /**
   * The one that the workflow's variable names, else the one of its name in the home account.
   * @throws the SDK's error when it is STS that has to say which account that is, and does not
   */
  async arnOf(workflowType: string, name: string): Promise<string> {
    const mapped = isMapped(workflowType) ? this.config.get(VARIABLES[workflowType]) : undefined;
    if (mapped !== undefined) return mapped;
    return stateMachineArn({ region: this.config.get('AWS_REGION'), account: await this.#home() }, name);
  }

  /** What of us a state machine is: the type whose variable names it, else whatever has its name. */
  typeOrNameOf(arn: string): { workflowType: string } | { stateMachine: string } {
    const bare = arn.split(':').slice(0, 7).join(':');
    for (const [workflowType, variable] of Object.entries(VARIABLES)) {
      if (this.config.get(variable)?.split(':').slice(0, 7).join(':') === bare) return { workflowType };
    }
    return { stateMachine: stateMachineName(arn) };
  }

  async #home(): Promise<string> {
    const known = this.config.get('AWS_ACCOUNT_ID');
    if (known !== undefined) return known;
    this.#account ??= this.#ask().catch((error: unknown) => {
      this.#account = undefined;
      throw error;
    });
    return this.#account;
  }

  async #ask(): Promise<string> {
    const sts = await this.clients.ambient(this.config.get('AWS_REGION')).sts();
    const { Account } = await sts.getCallerIdentity({});
    if (Account === undefined) throw new Error('sts:GetCallerIdentity named no account');
    return Account;
  }
}
