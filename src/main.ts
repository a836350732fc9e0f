import { restrainHeap } from './platform/http/heap-growth.js';

/** What `node dist/main.js` does. Everything else is loaded after the first line: it would make the heap wide for good. */
async function main(): Promise<void> {
  // where events come in by the thousand, collecting garbage often costs more than a scan's memory is worth
  if (process.env['EVENTS_QUEUE_URL']) restrainHeap(40, true);
  else restrainHeap(15);
  const starting = import('./start.js').then(({ start }) => start());
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(1); // asked twice: at once
    stopping = true;
    void starting
      .then((service) => service.close())
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  };
  process.on('SIGTERM', stop).on('SIGINT', stop); // from the first moment: a start may take a while
  try {
    await starting;
  } catch (error) {
    const { ConfigError } = await import('./platform/config/index.js');
    process.stderr.write(`${error instanceof ConfigError ? error.message : describe(error)}\n`);
    process.exit(error instanceof ConfigError ? 78 : 1); // 78: EX_CONFIG of sysexits.h
  }
}

/** One line for who starts it; the stack is for who develops it. */
function describe(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const stack = process.env['DEBUG'] === 'true' && error instanceof Error ? `\n${error.stack ?? ''}` : '';
  return `The service could not start: ${text}${stack}`;
}

await main();
