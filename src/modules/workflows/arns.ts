import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { executionArn, stateMachineArn } from './domain/arn.js';

const NO_ACCOUNT = '000000000000';

/** ARNs as the API shows them. */
@Injectable()
export class Arns {
  constructor(private readonly config: Config) {}

  execution(stateMachine: string, name: string): string {
    return executionArn(this.#home(), stateMachine, name);
  }

  stateMachine(stateMachine: string): string {
    return stateMachineArn(this.#home(), stateMachine);
  }

  #home() {
    return {
      region: this.config.get('AWS_REGION'),
      account: this.config.get('AWS_ACCOUNT_ID') ?? NO_ACCOUNT,
    };
  }
}
