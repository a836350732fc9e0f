import { randomUUID } from 'node:crypto';
import { blocked, recordOf, wrapped } from './records.mjs';

/** Repeatable: the same seed gives the same numbers (mulberry32, public domain). */
export function randomOf(seed) {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const LATE_BY = 500;
const DOUBLED_WITHIN = 2000;

/**
 * A stream of changes: each opens what is closed of one resource, or closes what is open. A share of the messages is
 * a second copy of an earlier one, and a share of the events comes later than others that happened after it. Whatever
 * is handed out has happened just then (or, where it is late, when its turn was), so that no event is stale only
 * because the whole stream was written before.
 *
 * @returns `next()`: the body of one more message; undefined when there is none
 */
export function feed(world, resources, { messages, duplicates = 0.2, late = 0.1, seed = 7 }) {
  const random = randomOf(seed);
  const events = Math.round(messages * (1 - duplicates));
  const steps = [];
  const isOpen = new Map(resources.map((one) => [one, one.open ?? one.block === null]));
  let lateEvents = 0;
  for (let i = 0; i < events; i += 1) {
    const resource = resources[Math.floor(random() * resources.length)];
    const open = !isOpen.get(resource);
    isOpen.set(resource, open);
    const event = { resource, open, body: undefined };
    const isLate = random() < late;
    if (isLate) {
      lateEvents += 1;
      steps.push({ at: i, event, isGiven: false });
    }
    steps.push({ at: isLate ? i + 1 + random() * LATE_BY : i, event, isGiven: true });
  }
  const given = steps.filter(({ isGiven }) => isGiven);
  for (let i = 0; i < messages - events; i += 1) {
    const { at, event } = given[Math.floor(random() * given.length)];
    steps.push({ at: at + 0.5 + random() * DOUBLED_WITHIN, event, isGiven: true });
  }
  steps.sort((a, b) => a.at - b.at);
  let place = 0;
  return {
    events,
    duplicates: messages - events,
    late: lateEvents,
    touched: new Set(given.map(({ event }) => event.resource)).size,
    next() {
      for (;;) {
        const step = steps[place];
        if (step === undefined) return undefined;
        place += 1;
        const { event, isGiven } = step;
        event.body ??= happens(world, event.resource, event.open);
        if (isGiven) return event.body;
      }
    },
  };
}

/** A resource is opened to the world or closed. @returns the message that tells of it */
export function happens(world, resource, open, at = Date.now()) {
  const eventId = randomUUID();
  if (resource.type === 'AWS::S3::Bucket') {
    world.put({ arn: resource.arn, block: open ? null : blocked });
    const what = open ? 'unblockPublic' : 'blockPublic';
    return JSON.stringify(wrapped(recordOf(what, resource, { at, eventId, block: blocked })));
  }
  world.put({ arn: resource.arn, open });
  return JSON.stringify(wrapped(recordOf(open ? 'openPort' : 'closePort', resource, { at, eventId })));
}
