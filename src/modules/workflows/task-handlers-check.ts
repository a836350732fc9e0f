import { Injectable, type OnModuleInit } from '@nestjs/common';
import { TaskRegistry } from '../../platform/tasks/index.js';
import { BuiltInWorkflows } from './built-in-workflows.js';
import { namedTasks } from './domain/named-tasks.js';

/** Lets no process start that could not run what comes with it: each task that a definition names has one handler. */
@Injectable()
export class TaskHandlersCheck implements OnModuleInit {
  constructor(
    private readonly workflows: BuiltInWorkflows,
    private readonly tasks: TaskRegistry,
  ) {}

  /** @throws Error naming each task without a handler, or one with two */
  onModuleInit(): void {
    const missing = this.workflows.all.flatMap(({ workflowType, program }) =>
      namedTasks(program)
        .filter(({ task }) => this.tasks.find(task) === undefined)
        .map(({ state, task }) => `${workflowType}: ${state} names ${task}`),
    );
    if (missing.length > 0) throw new Error(`Tasks of workflows have no handler:\n${missing.join('\n')}`);
  }
}
