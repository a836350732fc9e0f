import { Injectable, type LoggerService } from '@nestjs/common';
import { pino, type Logger as Pino } from 'pino';
import pretty from 'pino-pretty';
import { Config, serviceVersion } from '../config/index.js';
import { correlation } from './correlation.js';

export type LogContext = Record<string, unknown>;

/**
 * One JSON object a line: timestamp, level, message, service, version, correlation_id, context and error, as the
 * specs print them; readable text where a terminal reads.
 */
@Injectable()
export class Logger implements LoggerService {
  readonly #pino: Pino;

  constructor(config: Config) {
    const destination = process.stdout.isTTY
      ? pretty({
          colorize: !('NO_COLOR' in process.env),
          ignore: 'service,version,pid,hostname',
          messageKey: 'message',
          timestampKey: 'timestamp',
          sync: true,
        })
      : pino.destination({ dest: 1, sync: false });
    this.#pino = pino(
      {
        level: config.logLevel.toLowerCase(),
        messageKey: 'message',
        errorKey: 'error',
        base: { service: 'compliance-shepherd', version: serviceVersion(config) },
        timestamp: () => `,"timestamp":"${new Date().toISOString()}"`,
        formatters: { level: (label) => ({ level: label.toUpperCase() }) },
        // a copy each time: pino merges a line's own fields into the object that it gets here
        mixin: () => ({ correlation_id: correlation.current() }),
        redact: ['context.authorization', 'context.secret', 'context.password', 'context.token'],
      },
      destination,
    );
  }

  debug(message: string, context?: LogContext | string): void {
    this.#pino.debug(fields(context), message);
  }

  info(message: string, context?: LogContext): void {
    this.#pino.info(fields(context), message);
  }

  /** Nest's name for info. */
  log(message: string, context?: LogContext | string): void {
    // Nest tells of each route and module it loads: of use to no one who runs the service
    if (typeof context === 'string') this.#pino.debug(fields(context), message);
    else this.#pino.info(fields(context), message);
  }

  warn(message: string, context?: LogContext | string): void {
    this.#pino.warn(fields(context), message);
  }

  error(message: unknown, context?: LogContext | string, ..._nest: unknown[]): void {
    const { error, ...rest } = typeof context === 'object' ? context : { at: context };
    const text = message instanceof Error ? message.message : String(message);
    const cause = error ?? (message instanceof Error ? message : undefined);
    this.#pino.error({ ...fields(rest), ...(cause === undefined ? {} : { error: cause }) }, text);
  }
}

const fields = (context: LogContext | string | undefined): { context?: LogContext } =>
  context === undefined ? {} : { context: typeof context === 'string' ? { at: context } : context };
