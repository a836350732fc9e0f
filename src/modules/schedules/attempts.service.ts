import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { retryDelayMs } from '../../platform/queue/index.js';
import { kindOf, Logger, tracing } from '../../platform/telemetry/index.js';
import { AppError } from '../../shared/app-error.js';
import { MINUTE_MS } from '../../shared/clock.js';
import { inTime } from '../../shared/in-time.js';
import { withJointSignal } from '../../shared/joint-signal.js';
import type { Start } from './claiming.service.js';
import { targetKey } from './domain/target.js';
import { dimensions, workflowsTriggered } from './metrics.js';
import { ExecutionsService } from './executions.service.js';
import type { Closing, DueRun } from './starting.store.js';
import { TargetsService, type Started } from './targets.service.js';

/** How an attempt ended, with what closing it needs to know. */
export interface AttemptOutcome {
  run: DueRun;
  closing: Closing;
  /** What the target's circuit breaker is told: undefined when the target has not been asked. */
  target: { key: string; error: string | null } | undefined;
}

/** AWS Lambda's longest: a task that hangs would hold its place, and its run would never end. */
export const ATTEMPT_TIMEOUT_MS = 15 * MINUTE_MS;

/** Makes one attempt of a run. */
@Injectable()
export class AttemptsService {
  constructor(
    private readonly config: Config,
    private readonly targets: TargetsService,
    private readonly executions: ExecutionsService,
    private readonly logger: Logger,
  ) {}

  /** Never throws: how it ended is for the row. */
  async make({ run, replaces }: Start, signal: AbortSignal): Promise<AttemptOutcome> {
    const attributes = { 'shepherd.schedule': run.scheduleId, 'shepherd.run': run.id };
    const { correlationId, tenantId } = run;
    const work = { correlationId, name: 'schedule run', kind: 'internal' as const };
    return tracing.takeUp(
      { ...work, attributes: { ...attributes, 'shepherd.tenant_id': tenantId } },
      async () => {
        try {
          signal.throwIfAborted(); // not begun: another process starts it
          await this.executions.cancel(run, replaces);
          // the row is read again only where another run may replace this one: five thousand start in one second
          if (run.overlapPolicy === 'cancel_running' && !(await this.executions.isUnderWay(run))) {
            return { run, closing: interrupted(run), target: undefined }; // closes nothing: the row is not ours
          }
          const started = await inTime(
            ATTEMPT_TIMEOUT_MS,
            (limit) => withJointSignal([signal, limit], (either) => this.targets.start(run, either)),
            tooLong,
          );
          if (!('skipped' in started) && started.ends === 'later') {
            workflowsTriggered.add(dimensions(this.config.get('ENVIRONMENT')));
          }
          return {
            run,
            closing: closingOf(run, started),
            target: { key: targetKey(run.target), error: null },
          };
        } catch (error) {
          tracing.failed(kindOf(error));
          return this.#failed(run, error, signal);
        }
      },
    );
  }

  #failed(run: DueRun, error: unknown, signal: AbortSignal): AttemptOutcome {
    const text = error instanceof Error ? error.message : String(error);
    if (signal.aborted) return { run, closing: interrupted(run), target: undefined };
    const permanent = error instanceof AppError && error.code !== 'UNAVAILABLE' && error.code !== 'INTERNAL';
    const delayMs = retryDelayMs(run.attempt);
    const age = run.now.getTime() + delayMs - run.startedAt.getTime();
    const again =
      !permanent && run.attempt < run.maxAttempts && age <= run.maxRetryAgeSeconds * 1000 ? delayMs : null;
    this.logger.warn('A run of a schedule failed', {
      runId: run.id,
      scheduleId: run.scheduleId,
      attempt: run.attempt,
      retryInMs: again,
      reason: text,
    });
    const closing: Closing = {
      ...blank(run),
      status: again === null ? 'failed' : 'queued',
      error: text,
      retryInSeconds: again === null ? null : again / 1000,
    };
    return { run, closing, target: permanent ? undefined : { key: targetKey(run.target), error: text } };
  }
}

/** Of an attempt that a task did not end in time. It may go on, but nobody waits for it. */
const tooLong = () => new Error(`it had not ended after ${ATTEMPT_TIMEOUT_MS / MINUTE_MS} minutes`);

function closingOf(run: DueRun, started: Started): Closing {
  if ('skipped' in started) return { ...blank(run), status: 'skipped', reason: started.skipped };
  return {
    ...blank(run),
    status: started.ends === 'now' ? 'succeeded' : 'running',
    executionType: started.execution?.type ?? null,
    executionId: started.execution?.id ?? null,
  };
}

/** The process stops: another one makes this attempt. */
const interrupted = (run: DueRun): Closing => ({
  ...blank(run),
  status: 'queued',
  retryInSeconds: 0,
  counted: false,
});

const blank = ({ id, attempt }: DueRun): Closing => ({
  id,
  attempt,
  status: 'queued',
  error: null,
  reason: null,
  executionType: null,
  executionId: null,
  retryInSeconds: null,
  counted: true,
});
