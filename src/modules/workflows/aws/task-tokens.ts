import { Injectable } from '@nestjs/common';
import { failureOf } from '../../../platform/aws/index.js';
import { Logger } from '../../../platform/telemetry/index.js';
import type { TaskResult } from '../task-results.store.js';
import { StepFunctions } from './step-functions.js';

/** Nobody waits any more: the state has timed out, its execution has ended, or the token was answered before. */
const OVER = new Set(['TaskTimedOut', 'TaskDoesNotExist']);
/** No token of anything that runs: nobody can be told. The emulator says so of one that was used. */
const UNKNOWN = 'InvalidToken';

/** Tells Step Functions by a token how its task is, or what came of it. */
@Injectable()
export class TaskTokens {
  constructor(
    private readonly functions: StepFunctions,
    private readonly logger: Logger,
  ) {}

  /**
   * When this returns, AWS has the outcome or wants none any more.
   * @throws the SDK's error when AWS could not be told: tell it again
   */
  async tell(token: string, outcome: Exclude<TaskResult, { type: 'waits' }>): Promise<void> {
    try {
      await this.#told(() =>
        outcome.type === 'succeeded'
          ? this.functions.succeedTask(token, JSON.stringify(outcome.output))
          : this.functions.failTask(token, ownName(outcome.error), outcome.cause),
      );
    } catch (error) {
      const { code, message } = failureOf(error);
      // an output that AWS does not take would not be taken the next time either
      if (code === 'InvalidOutput') await this.tell(token, { type: 'failed', error: code, cause: message });
      else if (code === UNKNOWN)
        this.logger.warn('Step Functions does not know a task token', { reason: message });
      else throw error;
    }
  }

  /**
   * An unknown token is no sign of an end here: the emulator says so where a state has no HeartbeatSeconds.
   * @returns false where nobody waits for the task any more
   * @throws the SDK's error when AWS does not say
   */
  async beat(token: string): Promise<boolean> {
    try {
      return await this.#told(() => this.functions.beat(token));
    } catch (error) {
      if (failureOf(error).code === UNKNOWN) return true;
      throw error;
    }
  }

  /** @returns false where nobody waits */
  async #told(call: () => Promise<void>): Promise<boolean> {
    try {
      await call();
      return true;
    } catch (error) {
      const { code, message } = failureOf(error);
      if (!OVER.has(code)) throw error;
      this.logger.info('Nobody waits for a task any more', { code, reason: message });
      return false;
    }
  }
}

/** `States.` is the prefix of Step Functions' own errors; what a service calls its errors must not begin so (ASL). */
const ownName = (error: string): string => error.replace(/^States\./, '');
