import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { readConfig } from '../config/index.js';
import { Logger } from '../telemetry/index.js';
import { LogLevels } from './log-levels.js';

describe('the level of a process', () => {
  const lines: string[] = [];
  let levels: LogLevels;
  let logger: Logger;
  beforeEach(() => {
    jest.useFakeTimers();
    lines.length = 0;
    const config = readConfig({ LOG_LEVEL: 'WARN' });
    logger = new Logger(config, { write: (line: string) => void lines.push(line) });
    levels = new LogLevels(config, logger);
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('is what is wanted, for as long as it is wanted, without being told of the end', () => {
    logger.debug('unseen');
    levels.apply({ level: 'DEBUG', leftMs: 60_000 });
    logger.debug('seen');
    jest.advanceTimersByTime(59_000);
    expect(levels.current).toBe('DEBUG');
    jest.advanceTimersByTime(2_000);
    logger.debug('unseen');
    expect(levels.current).toBe('WARN');
    expect(lines.filter((line) => /"seen"/.test(line))).toHaveLength(1);
    expect(lines.join('')).not.toContain('unseen');
    expect(lines.filter((line) => /The log level has changed/.test(line))).toHaveLength(2);
  });

  it('stays where each heartbeat says the same, and goes back where one says nothing', () => {
    for (let i = 0; i < 5; i++) levels.apply({ level: 'DEBUG', leftMs: 60_000 });
    expect(lines).toHaveLength(1);
    levels.apply(undefined);
    expect(levels.current).toBe('WARN');
    jest.advanceTimersByTime(120_000);
    expect(lines).toHaveLength(2);
  });

  it('is not what this version does not know', () => {
    levels.apply({ level: 'CHATTY', leftMs: 60_000 });
    expect(levels.current).toBe('WARN');
  });
});
