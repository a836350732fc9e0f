import { Injectable } from '@nestjs/common';
import { ZodError } from 'zod';
import type { Caller } from '../../platform/http/index.js';
import { correlation } from '../../platform/telemetry/index.js';
import { invalid, type FieldProblem } from '../../shared/app-error.js';
import { eventsIn, explain } from './domain/explain.js';
import { EventReading } from './event-reading.js';
import type { ExplainAnswer } from './explain.schemas.js';

const MOST_PROBLEMS = 100;
/** Lists in lists, and what records are wrapped in, hold more than the schema of the body sees. */
const MOST_EVENTS = 1_000;

/** Tells what would become of events, and stores nothing. */
@Injectable()
export class ExplainService {
  constructor(private readonly reading: EventReading) {}

  /** @throws AppError INVALID naming each field that is wrong, by the number of its event */
  explain({ tenantId }: Caller, body: unknown): ExplainAnswer {
    const problems: FieldProblem[] = [];
    const events = eventsIn(body);
    if (events.length > MOST_EVENTS)
      throw invalid([{ path: 'body', message: `holds more than ${MOST_EVENTS} events` }]);
    const isOne = !Array.isArray(body) && events.length === 1;
    const answers = events.flatMap((event, at) => {
      try {
        const correlationId = correlation.id();
        return [{ ...explain(event, this.reading.reader), tenantId, correlationId }];
      } catch (error) {
        if (!(error instanceof ZodError)) throw error;
        for (const { path, message } of error.issues) {
          problems.push({ path: [...(isOne ? [] : [at]), ...path].map(String).join('.'), message });
        }
        return [];
      }
    });
    if (problems.length > 0) throw invalid(problems.slice(0, MOST_PROBLEMS));
    const [only] = answers;
    return isOne && only !== undefined ? only : answers;
  }
}
