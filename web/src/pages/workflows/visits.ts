import { detailsOf, failureOf, textOf, type Details, type HistoryEvent, type Visit } from './visit.js';

/**
 * The stays in states that a history tells of, in the order in which they began. An event belongs to the visit of the
 * event that led to it (previousEventId); what a fork tells of itself follows the last of its branches, so it is looked
 * for upwards from there.
 */
export function visitsOf(events: readonly HistoryEvent[]): Visit[] {
  const walk = new Walk();
  for (const event of events) walk.take(event);
  return walk.visits;
}

const isFork = ({ type }: Visit): boolean => type === 'Parallel' || type === 'Map';
const isOpen = ({ exitedAt, isOver }: Visit): boolean => exitedAt === null && !isOver;

/** The innermost open visit around an event that passes. */
function upFrom(visit: Visit | undefined, passes: (visit: Visit) => boolean): Visit | undefined {
  for (let at = visit; at !== undefined; at = at.parent) if (isOpen(at) && passes(at)) return at;
  return undefined;
}

function isWithin(visit: Visit, fork: Visit): boolean {
  for (let at = visit.parent; at !== undefined; at = at.parent) if (at === fork) return true;
  return false;
}

class Walk {
  readonly visits: Visit[] = [];
  readonly #byEvent = new Map<number, Visit>();

  take(event: HistoryEvent): void {
    const before = this.#byEvent.get(event.previousEventId);
    const visit = event.type.startsWith('Execution')
      ? this.#ofExecution(event, before)
      : this.#ofState(event, before);
    if (visit !== undefined) this.#byEvent.set(event.id, visit);
  }

  #ofState(event: HistoryEvent, before: Visit | undefined): Visit | undefined {
    const { type } = event;
    const details = detailsOf(event);
    if (type.endsWith('StateEntered')) return this.#enter(event, details, before);
    if (type.endsWith('StateExited')) return this.#exit(event, details, before);
    const [, fork] = /^(Map|Parallel)(?:State|Iteration)/.exec(type) ?? [];
    const visit = fork === undefined ? before : upFrom(before, (one) => one.type === fork);
    if (visit === undefined) return before;
    // it is told of a fork right after what has failed within it
    if (fork !== undefined && /Failed$/.test(type) && before !== visit && before && isOpen(before))
      before.status = 'failed';
    if (type.endsWith('StateAborted')) visit.status = 'stopped';
    else if (/Iteration/.test(type)) return visit;
    else if (/Scheduled$|StateStarted$/.test(type)) this.#begin(visit);
    else if (/(Failed|TimedOut)$/.test(type)) {
      const failure = failureOf(event, details);
      // a fork says only that it has failed: what failed within it says why
      if (failure.error !== undefined || failure.cause !== undefined) visit.failures.push(failure);
      visit.isFailing = true;
    }
    return visit;
  }

  #enter(event: HistoryEvent, details: Details, before: Visit | undefined): Visit {
    const type = event.type.replace('StateEntered', '');
    const isFirst = before === undefined || (isFork(before) && isOpen(before));
    const visit: Visit = {
      ...{ id: event.id, name: textOf(details, 'name') ?? '', type, enteredAt: event.timestamp },
      ...{ exitedAt: null, input: textOf(details, 'input'), output: undefined, tries: 0, failures: [] },
      isFailing: false,
      status: type === 'Fail' ? 'failed' : 'current',
      parent: isFirst ? before : before.parent,
      from: isFirst || before.exitedAt === null ? undefined : before.name,
      isOver: false,
    };
    this.visits.push(visit);
    return visit;
  }

  #exit(event: HistoryEvent, details: Details, before: Visit | undefined): Visit | undefined {
    const name = textOf(details, 'name');
    const visit =
      upFrom(before, (one) => one.name === name) ??
      this.visits.findLast((one) => one.name === name && isOpen(one));
    if (visit === undefined) return before;
    visit.exitedAt = event.timestamp;
    visit.output = textOf(details, 'output');
    visit.status = visit.isFailing ? 'caught' : 'done';
    this.#endWithin(visit);
    return visit;
  }

  /** Once, or once more: what was within is of the try before. */
  #begin(visit: Visit): void {
    visit.tries += 1;
    visit.status = 'current';
    visit.isFailing = false;
    this.#endWithin(visit);
  }

  #endWithin(fork: Visit): void {
    if (!isFork(fork)) return;
    for (const visit of this.visits) if (isWithin(visit, fork)) visit.isOver = true;
  }

  #ofExecution(event: HistoryEvent, before: Visit | undefined): Visit | undefined {
    const open = this.visits.filter((visit) => isOpen(visit) && visit.type !== 'Fail');
    if (event.type === 'ExecutionRedriven')
      for (const visit of open) Object.assign(visit, { status: 'current', isFailing: false });
    const [, end] = /^Execution(Failed|TimedOut|Aborted)$/.exec(event.type) ?? [];
    if (end === undefined) return before;
    for (const visit of open)
      if (visit.status === 'current') visit.status = end === 'Aborted' ? 'stopped' : 'failed';
    if (end === 'Failed' && before?.failures.length === 0 && before.exitedAt === null)
      before.failures.push(failureOf(event, detailsOf(event)));
    return before;
  }
}
