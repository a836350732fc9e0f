import { Injectable } from '@nestjs/common';
import { Config } from '../config/index.js';
import { FoundMethods } from '../queue/index.js';
import { TASK, type TaskContext, type TaskMark } from './task.js';

type Run = (input: unknown, context: TaskContext) => Promise<unknown>;

/** The tasks that run here, by the name of the function that they stand for. */
@Injectable()
export class TaskRegistry {
  #tasks: ReadonlyMap<string, { mark: TaskMark; run: Run }> | undefined;

  constructor(
    private readonly methods: FoundMethods,
    private readonly config: Config,
  ) {}

  /**
   * The task that a function's name, `name:alias` or ARN stands for, with its input checked before it runs;
   * undefined when there is none.
   */
  find(functionName: string): Run | undefined {
    const task = this.#all().get(this.#ownName(bareName(functionName)));
    return task && ((input, context) => task.run(task.mark.schema.parse(input), context));
  }

  /** @throws Error when two methods do one task */
  #all(): ReadonlyMap<string, { mark: TaskMark; run: Run }> {
    if (this.#tasks !== undefined) return this.#tasks;
    const tasks = new Map<string, { mark: TaskMark; run: Run }>();
    for (const { mark, method } of this.methods.markedBy<TaskMark, Run>(TASK)) {
      if (tasks.has(mark.name)) throw new Error(`The task ${mark.name} has two handlers`);
      tasks.set(mark.name, { mark, run: method });
    }
    return (this.#tasks = tasks);
  }

  /** `*_FUNCTION` variables rename tasks (specs/1). */
  #ownName(name: string): string {
    const renamed: Record<string, string> = {
      [bareName(this.config.get('SCAN_ENVIRONMENT_FUNCTION'))]: 'scan-environment',
      [bareName(this.config.get('FINDINGS_STORAGE_FUNCTION'))]: 'findings-storage',
      [bareName(this.config.get('APPLY_FIX_FUNCTION'))]: 'apply-fix',
    };
    return renamed[name] ?? name;
  }
}

/** `arn:aws:lambda:…:function:name:alias` and `name:alias` -> `name`. */
const bareName = (functionName: string): string =>
  functionName.replace(/^arn:.*:function:/, '').split(':')[0] ?? '';
