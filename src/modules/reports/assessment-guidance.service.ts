import { Injectable } from '@nestjs/common';
import { Logger } from '../../platform/telemetry/index.js';
import { Clock } from '../../shared/clock.js';
import type { AssessmentReport, WrittenGuidance } from './domain/assessment-report.js';
import { guidanceFrom, guidanceQuestion } from './domain/guidance.js';
import { LanguageModel } from './language-model.js';

const TIME_LIMIT_MS = 45_000;

export interface Guidance {
  guidance: WrittenGuidance | null;
  /** Why there is none, where one was wanted. */
  note: string | null;
}

/** Has a language model word what is recommended. It is never what a report waits for, or fails by. */
@Injectable()
export class AssessmentGuidance {
  constructor(
    private readonly model: LanguageModel,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  async of(report: AssessmentReport, signal: AbortSignal): Promise<Guidance> {
    const { modelId } = this.model;
    const question = modelId === undefined ? undefined : guidanceQuestion(report);
    if (modelId === undefined || question === undefined) return { guidance: null, note: null };
    try {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(TIME_LIMIT_MS)]);
      const text = await answered(this.model.ask(question, limit), limit);
      const { paragraphs, dropped } = guidanceFrom(text, question.findingIds);
      if (paragraphs.length === 0)
        return { guidance: null, note: `${modelId} said nothing that cites a finding (${dropped} left out)` };
      return { guidance: { modelId, writtenAt: this.clock.now(), paragraphs, dropped }, note: null };
    } catch (error) {
      signal.throwIfAborted();
      const why = error instanceof Error ? error.message : String(error);
      this.logger.warn('A language model gave no guidance', { modelId, error: why });
      return { guidance: null, note: `${modelId} gave no answer: ${why.slice(0, 300)}` };
    }
  }
}

/** Whether or not the model's client minds the signal. */
async function answered(answer: Promise<string>, limit: AbortSignal): Promise<string> {
  let stop = () => undefined as void;
  const over = new Promise<never>((_, reject) => {
    stop = () => reject(new Error('it took too long'));
    limit.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([answer, over]);
  } finally {
    limit.removeEventListener('abort', stop);
    answer.catch(() => undefined);
  }
}
