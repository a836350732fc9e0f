import { Injectable } from '@nestjs/common';
import type { TaskRow } from './tasks.store.js';

/** An execution that has ended. */
export interface Ended {
  id: string;
  tenantId: string;
  workflowType: string;
  status: string;
  parentId: string | null;
  parentTaskId: string | null;
}

interface Listener {
  /** Tasks that were written for this worker. */
  tasks?: (rows: TaskRow[]) => void;
  /** Tasks were written for whoever comes. */
  freeTasks?: () => void;
  /** A task of this worker has ended. */
  taskEnded?: () => void;
  /** A timer was set (milliseconds since 1970). */
  timer?: (at: number) => void;
  /** Tasks that are not waited for any more. */
  cancelled?: (executionId: string, ids: readonly string[]) => void;
  /** A task waits for an execution, which may have ended by now. */
  waitsFor?: (childId: string) => void;
  ended?: (execution: Ended) => void;
  /** Executions wait for a place. */
  pending?: () => void;
}

/** What a commit means for this process; whoever is not told finds it in the rows. */
@Injectable()
export class EngineBus {
  readonly #listeners: Listener[] = [];

  listen(listener: Listener): void {
    this.#listeners.push(listener);
  }

  tell<K extends keyof Listener>(what: K, ...values: Parameters<NonNullable<Listener[K]>>): void {
    for (const listener of this.#listeners) {
      (listener[what] as ((...given: typeof values) => void) | undefined)?.(...values);
    }
  }
}
