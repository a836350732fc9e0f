import { Injectable } from '@nestjs/common';
import { Config } from '../config/index.js';
import { FoundMethods } from '../queue/index.js';
import { Logger } from '../telemetry/index.js';
import { TASK, type TaskContext, type TaskMark } from './task.js';

type Run = (input: unknown, context: Omit<TaskContext, 'logger'>) => Promise<unknown>;
type Method = (input: unknown, context: TaskContext) => Promise<unknown>;

/** A task that runs here. */
export interface FoundTask {
  /** Its own name, whatever it was asked for by. */
  name: string;
  whenOpen: 'wait' | 'fail';
  /** Checks the input before it runs. */
  run: Run;
}

/** The tasks that run here, by the name of the function that they stand for. */
@Injectable()
export class TaskRegistry {
  #tasks: ReadonlyMap<string, { mark: TaskMark; run: Method }> | undefined;

  constructor(
    private readonly methods: FoundMethods,
    private readonly config: Config,
    private readonly logger: Logger,
  ) {}

  /**
   * The task that a function's name, `name:alias` or ARN stands for, with its input checked before it runs;
   * undefined when there is none.
   */
  find(functionName: string): FoundTask | undefined {
    const task = this.#all().get(this.#ownName(bareName(functionName)));
    if (task === undefined) return undefined;
    const { name, schema, whenOpen = 'wait' } = task.mark;
    return {
      name,
      whenOpen,
      run: (input, context) => task.run(schema.parse(input), { ...context, logger: this.logger }),
    };
  }

  /** @throws Error when two methods do one task */
  #all(): ReadonlyMap<string, { mark: TaskMark; run: Method }> {
    if (this.#tasks !== undefined) return this.#tasks;
    const tasks = new Map<string, { mark: TaskMark; run: Method }>();
    for (const { mark, method } of this.methods.markedBy<TaskMark, Method>(TASK)) {
      if (tasks.has(mark.name)) throw new Error(`The task ${mark.name} has two handlers`);
      tasks.set(mark.name, { mark, run: method });
    }
    return (this.#tasks = tasks);
  }

  /** `*_FUNCTION` variables rename tasks (specs/1). */
  #ownName(name: string): string {
    const renamed = new Map([
      [bareName(this.config.get('SCAN_ENVIRONMENT_FUNCTION')), 'scan-environment'],
      [bareName(this.config.get('FINDINGS_STORAGE_FUNCTION')), 'findings-storage'],
      [bareName(this.config.get('APPLY_FIX_FUNCTION')), 'apply-fix'],
    ]);
    const own = renamed.get(name) ?? name;
    // specs/3 ends the names of its functions with the environment's
    const ending = `-${this.config.get('ENVIRONMENT')}`;
    return this.#all().has(own) || !own.endsWith(ending) ? own : own.slice(0, -ending.length);
  }
}

/** `arn:aws:lambda:…:function:name:alias` and `name:alias` -> `name`. */
const bareName = (functionName: string): string =>
  functionName.replace(/^arn:.*:function:/, '').split(':')[0] ?? '';
