import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger as Pino } from 'pino';
import { prettyFactory } from 'pino-pretty';
import { type Config, serviceVersion, type Variables } from '../config/index.js';
import { correlation } from './correlation.js';
import { harmlessJson, shown } from './log-text.js';
import { tracing } from './tracing.js';

export type LogContext = Record<string, unknown>;
export type LogLevel = Variables['LOG_LEVEL'];

/** What lines say that belong to no part in particular. */
export const SERVICE = 'compliance-shepherd';

/** Fields whose values nobody may read, wherever a line's context or an error has them. */
const SECRET = [
  ...['authorization', 'cookie', 'secret', 'password', 'token', 'apiKey', 'privateKey'],
  ...['secretAccessKey', 'sessionToken', 'taskToken', 'externalId', 'webhookUrl', 'connectionString'],
];

/**
 * One JSON object a line: timestamp, level, message, service, version, correlation_id, context and error, as the
 * specs print them, and trace_id where traces are made; readable text where a terminal reads.
 */
export class Logger implements LoggerService {
  readonly #pino: Pino;
  readonly #lines: DestinationStream;
  readonly #service: string;

  /** @param to where lines go; standard output if it is not given */
  constructor(config: Config, to?: DestinationStream);
  constructor(parent: Logger, service: string);
  constructor(from: Config | Logger, more?: DestinationStream | string) {
    this.#service = typeof more === 'string' ? more : SERVICE;
    if (from instanceof Logger) {
      this.#pino = from.#pino;
      this.#lines = from.#lines;
    } else {
      const given = typeof more === 'object' ? more : undefined;
      const lines = given ?? pino.destination({ dest: 1, sync: false });
      this.#lines = lines;
      this.#pino = pinoOf(from, given === undefined && process.stdout.isTTY ? readable() : lines);
    }
  }

  /** The same log, for a part of the service that has a name of its own. */
  of(service: string): Logger {
    return new Logger(this, service);
  }

  /** The least level that is logged, by every part. */
  get level(): LogLevel {
    return this.#pino.level.toUpperCase() as LogLevel; // only the setter and the configuration set it
  }

  set level(level: LogLevel) {
    this.#pino.level = level.toLowerCase();
  }

  /** Prints a line of its own, which is for a machine: to where the log goes, so that neither breaks into the other. */
  print(line: object): void {
    this.#lines.write(`${harmlessJson(JSON.stringify(line))}\n`);
  }

  debug(message: string, context?: LogContext | string): void {
    this.#pino.debug(this.#fields(context), message);
  }

  info(message: string, context?: LogContext): void {
    this.#pino.info(this.#fields(context), message);
  }

  /** Nest's name for info. */
  log(message: string, context?: LogContext | string): void {
    // Nest tells of each route and module it loads: of use to no one who runs the service
    if (typeof context === 'string') this.#pino.debug(this.#fields(context), message);
    else this.#pino.info(this.#fields(context), message);
  }

  warn(message: string, context?: LogContext | string): void {
    this.#pino.warn(this.#fields(context), message);
  }

  error(message: unknown, context?: LogContext | string, ..._nest: unknown[]): void {
    const { error, ...rest } = typeof context === 'object' ? context : { at: context };
    const text = message instanceof Error ? message.message : String(message);
    const cause = error ?? (message instanceof Error ? message : undefined);
    this.#pino.error({ ...this.#fields(rest), ...(cause === undefined ? {} : { error: cause }) }, text);
  }

  #fields(context: LogContext | string | undefined): { service: string; context?: LogContext } {
    const service = this.#service;
    if (context === undefined) return { service };
    return { service, context: typeof context === 'string' ? { at: context } : context };
  }
}

function pinoOf(config: Config, to: DestinationStream): Pino {
  return pino(
    {
      level: config.logLevel.toLowerCase(),
      messageKey: 'message',
      errorKey: 'error',
      base: { version: serviceVersion(config) },
      timestamp: () => `,"timestamp":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label.toUpperCase() }) },
      // a copy each time: pino merges a line's own fields into the object that it gets here
      mixin: () => ({ correlation_id: correlation.current(), trace_id: tracing.currentId() }),
      redact: SECRET.flatMap((name) => [`context.${name}`, `context.*.${name}`, `error.${name}`]),
    },
    { write: (line: string) => to.write(harmlessJson(line)) },
  );
}

/**
 * Text where a terminal reads. What somebody has typed into a name or a header must not move its cursor, nor look like a
 * line of ours.
 */
export function readable(to: { write(text: string): unknown } = process.stdout): DestinationStream {
  const textOf = prettyFactory({
    colorize: to === process.stdout && !('NO_COLOR' in process.env),
    ignore: 'service,version,pid,hostname',
    messageKey: 'message',
    timestampKey: 'timestamp',
    errorLikeObjectKeys: ['error'],
  });
  return { write: (line: string) => void to.write(textOf(shown(JSON.parse(line))) ?? '') };
}
