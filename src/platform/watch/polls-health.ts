import { degraded, down, lasting, type PartName, type Wrong } from './health-part.js';
import { isAlive, isWorker, type SeenProcess } from './process-state.js';

/** Two failures in a row, with the pauses between. */
const FAILING_SECONDS = 3;
/** A receive waits for 20 s; what it brings may take a while. */
const HANGS_SECONDS = 300;

/** What is wrong with the pollers of a part, one sentence for each thing they listen to. */
export function wrongPolls(part: PartName, processes: readonly SeenProcess[]): Wrong[] {
  const polls = processes
    .filter((one) => isAlive(one) && isWorker(one))
    .flatMap(({ state }) => state.polls.filter((poll) => poll.part === part));
  return [...new Set(polls.map(({ what }) => what))].flatMap((what) => {
    const of = polls.filter((poll) => poll.what === what);
    const ended = of.filter(({ isRunning }) => !isRunning);
    const failing = of.filter(({ failingSeconds }) => (failingSeconds ?? 0) >= FAILING_SECONDS);
    const hang = of.filter(({ receivingSeconds }) => (receivingSeconds ?? 0) > HANGS_SECONDS);
    const bad = new Set([...ended, ...failing, ...hang]).size;
    const word = bad === of.length ? down : degraded;
    const share = bad === of.length ? '' : ` (${bad} of ${of.length})`;
    return [
      ...(ended.length === 0
        ? []
        : [word(`The poller of ${what} has ended${share}: restart the workers, and see their log.`)]),
      ...(failing.length === 0 ? [] : [word(failingWords(what, share, failing))]),
      ...(hang.length === 0
        ? []
        : [
            word(
              `The poller of ${what} hangs${share}, for ${lasting(Math.max(...hang.map((one) => one.receivingSeconds ?? 0)))}: restart the workers.`,
            ),
          ]),
    ];
  });
}

function failingWords(
  what: string,
  share: string,
  failing: readonly { failingSeconds: number | null; error: string | null }[],
): string {
  const since = lasting(Math.max(...failing.map((one) => one.failingSeconds ?? 0)));
  const codes = [...new Set(failing.map(({ error }) => error ?? 'Error'))].join(', ');
  return `The poller of ${what} has failed for ${since}${share} (${codes}): ${adviceFor(codes)}`;
}

/** By the codes of AWS and of Node. */
export function adviceFor(code: string): string {
  if (/Expired|InvalidClientToken|UnrecognizedClient|CredentialsProvider|SignatureDoesNotMatch/i.test(code))
    return 'give the workers new AWS credentials.';
  if (/AccessDenied|Unauthorized|Forbidden|KMS/i.test(code))
    return "give the workers' role what it may not do.";
  if (/NonExistentQueue|QueueDoesNotExist|NotFound/i.test(code))
    return 'the queue is gone: make it again, or mend its URL.';
  if (/^(E[A-Z]+|Timeout)/.test(code)) return 'look at the network between the workers and AWS.';
  return 'the log of the workers says why.';
}
