import { Inject, Injectable, Optional } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { workflowsOf, type Workflow } from './definitions/index.js';
import { stateMachineOf } from './domain/own-type.js';

/** What a global module provides that brings workflows of its own, as tests do. */
export const MORE_WORKFLOWS = Symbol('workflows beside those that come with the service');

/** The workflows that each tenant has: those that come with the service, and what other modules bring. */
@Injectable()
export class BuiltInWorkflows {
  readonly all: readonly Workflow[];

  constructor(config: Config, @Optional() @Inject(MORE_WORKFLOWS) more: readonly Workflow[] = []) {
    this.all = [...workflowsOf(config.get('ENVIRONMENT')), ...more];
  }

  /** Whether one of them has this type, or the name that a tenant's state machine of this type would have. */
  has(workflowType: string): boolean {
    const stateMachine = stateMachineOf(workflowType);
    return this.all.some((one) => one.workflowType === workflowType || one.stateMachineName === stateMachine);
  }
}
