import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/index.js';
import { FoundMethods } from './found-methods.js';
import { EXHAUSTED, HANDLES } from './handles.js';
import { declaredJobs, type Attempt, type JobDefinition } from './job.js';

type Run = (payload: unknown, attempt: Attempt) => Promise<void>;
type Exhausted = (payload: unknown, error: string, tx: Tx, tenantId: string) => Promise<void>;

interface Entry {
  job: JobDefinition;
  run: Run;
  exhausted: Exhausted | undefined;
}

/** Finds the handlers by their decorators. The start fails unless each declared job has exactly one. */
@Injectable()
export class JobRegistry {
  #entries: ReadonlyMap<string, Entry> | undefined;

  constructor(private readonly methods: FoundMethods) {}

  entry(name: string): Entry | undefined {
    this.#entries ??= this.#build();
    return this.#entries.get(name);
  }

  /** @throws Error naming every job that has none or two handlers */
  check(): void {
    this.#entries ??= this.#build();
  }

  #build(): ReadonlyMap<string, Entry> {
    const handlers = this.#find<Run>(HANDLES);
    const exhausted = this.#find<Exhausted>(EXHAUSTED);
    const problems: string[] = [];
    const entries = new Map<string, Entry>();
    for (const job of declaredJobs()) {
      const [run, second] = handlers.get(job.name) ?? [];
      if (run === undefined) problems.push(`no handler for the job ${job.name}`);
      else if (second !== undefined) problems.push(`two handlers for the job ${job.name}`);
      else entries.set(job.name, { job, run, exhausted: exhausted.get(job.name)?.[0] });
    }
    if (problems.length > 0) throw new Error(`The jobs are not wired: ${problems.join('; ')}`);
    return entries;
  }

  #find<F>(symbol: symbol): Map<string, F[]> {
    const found = new Map<string, F[]>();
    for (const { mark, method } of this.methods.markedBy<string, F>(symbol)) {
      found.set(mark, [...(found.get(mark) ?? []), method]);
    }
    return found;
  }
}
