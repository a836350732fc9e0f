import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../config/index.js';
import { correlation } from './correlation.js';
import { Logger, readable } from './logger.js';

const config = readConfig({ LOG_LEVEL: 'DEBUG' });
/** What a terminal acts on, and what anybody takes for the end of a line. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const ACTS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202e]/;
const EVIL =
  'ok\n{"level":"ERROR","message":"forged"}\r\u001b[2J\u001b]0;title\u0007\u009b31m\u2028\u202eevil';

function log(): { logger: Logger; text: () => string; lines: () => Record<string, unknown>[] } {
  let text = '';
  const logger = new Logger(config, { write: (line: string) => void (text += line) });
  const lines = () =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { logger, text: () => text, lines };
}

describe('a line of the log', () => {
  it('has the fields that the specs print', () => {
    const { logger, lines } = log();
    correlation.run('corr-1', () =>
      logger.error('It failed', { scanId: 'scan_1', error: new TypeError('no') }),
    );
    expect(lines()).toEqual([
      {
        ...{ level: 'ERROR', message: 'It failed', service: 'compliance-shepherd', correlation_id: 'corr-1' },
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        version: expect.any(String),
        context: { scanId: 'scan_1' },
        error: expect.objectContaining({ type: 'TypeError', message: 'no', stack: expect.any(String) }),
      },
    ]);
  });

  it('says which part of the service it is of, under one level for all', () => {
    const { logger, lines } = log();
    const part = logger.of('scheduler');
    part.info('one');
    logger.level = 'WARN';
    part.info('two');
    part.warn('three');
    expect(part.level).toBe('WARN');
    expect(lines().map(({ service, message }) => [service, message])).toEqual([
      ['scheduler', 'one'],
      ['scheduler', 'three'],
    ]);
  });

  it('is one line whatever is in it, and holds nothing that a terminal acts on', () => {
    const { logger, text, lines } = log();
    logger.info(EVIL, { name: EVIL, [EVIL]: 1, error: EVIL });
    logger.error(new Error(EVIL));
    expect(lines()).toHaveLength(2);
    expect(lines()[0]).toMatchObject({ level: 'INFO', message: EVIL, context: { name: EVIL } });
    expect(text()).not.toMatch(ACTS);
  });

  it('shows the same to a person: nothing moves the cursor, and no text begins a line', () => {
    let text = '';
    const logger = new Logger(config, readable({ write: (part: string) => void (text += part) }));
    logger.info(EVIL, { name: EVIL, [EVIL]: 1 });
    logger.error(new Error(EVIL));
    logger.of(EVIL).warn('x');
    expect(text).toContain('ok\\u000a');
    expect(text).not.toMatch(ACTS);
    const begins = text.split('\n').filter((line) => line !== '' && !/^\s/.test(line));
    expect(begins.map((line) => line.replace(/^\[.*?\] /, '').slice(0, 5))).toEqual([
      'INFO:',
      'ERROR',
      'WARN:',
    ]);
  });

  it.each([
    ...['authorization', 'cookie', 'secret', 'password', 'token', 'apiKey', 'privateKey', 'secretAccessKey'],
    ...['sessionToken', 'taskToken', 'externalId', 'webhookUrl', 'connectionString'],
  ])('keeps %s to itself', (name) => {
    const { logger, text } = log();
    logger.info('x', { [name]: 'hunter2', of: { [name]: 'hunter2' } });
    logger.error('x', { error: Object.assign(new Error('no'), { [name]: 'hunter2' }) });
    expect(text()).not.toContain('hunter2');
    expect(text()).toContain('[Redacted]');
  });

  it('prints what is for a machine as a line of its own', () => {
    const { logger, text } = log();
    logger.print({ _aws: { Timestamp: 1 }, Service: 'a\u2028b' });
    expect(text()).toBe('{"_aws":{"Timestamp":1},"Service":"a\\u2028b"}\n');
  });
});
