import { createHash, randomUUID } from 'node:crypto';

const SWEEP_MS = 25;

/**
 * A standard SQS queue in memory, as AWS documents it
 * (AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html, …/sqs-dead-letter-queues.html): a message
 * that was received is hidden for its visibility timeout and comes again unless it is deleted; received more than
 * `maxReceives` times, it moves to the dead-letter queue.
 */
export class StubQueue {
  #ready = [];
  #head = 0;
  #hidden = new Map();
  #waiting = [];
  #receipts = 0;
  #sweep;

  /**
   * @param {{ name: string, visibilityMs?: number, maxReceives?: number, deadLetters?: StubQueue }} settings
   * `next`: gives one more body when nothing is ready, so that a stream can be longer than what is kept
   */
  constructor({ name, visibilityMs = 30_000, maxReceives = Infinity, deadLetters }) {
    Object.assign(this, { name, visibilityMs, maxReceives, deadLetters });
    this.next = () => undefined;
    /** Share of deliveries that come a second time although nobody was slow: SQS delivers at least once. */
    this.redeliver = 0;
    this.counts = { sent: 0, deliveries: 0, deleted: 0, dead: 0 };
    this.firstReceiveAt = undefined;
  }

  send(body) {
    const message = { id: randomUUID(), body, sentAt: Date.now(), receives: 0, firstAt: undefined };
    this.counts.sent += 1;
    this.#ready.push(message);
    this.#serve();
    return message.id;
  }

  /**
   * Up to `max` messages; waits for the first one up to `waitMs`.
   * @param {(leave: () => void) => void} onGone gets what ends the wait when whoever asked has hung up
   */
  receive(max, waitMs, visibilityMs = this.visibilityMs, onGone = () => undefined) {
    const taken = this.#take(max, visibilityMs);
    if (taken.length > 0 || waitMs === 0) return Promise.resolve(taken);
    return new Promise((done) => {
      const waiter = { max, visibilityMs, done: (messages) => (clearTimeout(late), done(messages)) };
      const leave = () => {
        this.#waiting = this.#waiting.filter((one) => one !== waiter);
        waiter.done([]);
      };
      const late = setTimeout(leave, waitMs);
      onGone(leave);
      this.#waiting.push(waiter);
    });
  }

  /** @returns whether there was such a message */
  delete(receipt) {
    const message = this.#hidden.get(receipt)?.message;
    this.#hidden.delete(receipt);
    if (message !== undefined) this.counts.deleted += 1;
    return message !== undefined;
  }

  hold(receipt, ms) {
    const hidden = this.#hidden.get(receipt);
    if (hidden === undefined) return false;
    hidden.until = Date.now() + ms;
    if (ms === 0) this.#returnHidden();
    return true;
  }

  get ready() {
    return this.#ready.length - this.#head;
  }

  get hidden() {
    return this.#hidden.size;
  }

  /** What lies in it now, without receiving it. */
  bodies() {
    return [
      ...this.#ready.slice(this.#head),
      ...[...this.#hidden.values()].map(({ message }) => message),
    ].map(({ body }) => body);
  }

  /** Whoever waits looks again: `next` may have something now. */
  wake() {
    this.#serve();
  }

  stop() {
    clearInterval(this.#sweep);
  }

  #take(max, visibilityMs) {
    const taken = [];
    const now = Date.now();
    while (taken.length < max) {
      const message = this.#shift();
      if (message === undefined) break;
      if (message.receives >= this.maxReceives) {
        this.counts.dead += 1;
        this.deadLetters?.send(message.body);
        continue;
      }
      message.receives += 1;
      message.firstAt ??= now;
      this.firstReceiveAt ??= now;
      this.counts.deliveries += 1;
      const receipt = `${message.id}.${(this.#receipts += 1)}`;
      this.#hidden.set(receipt, { message, until: now + visibilityMs });
      if (Math.random() < this.redeliver) this.#again({ ...message }, 50 + Math.random() * 1000);
      taken.push({ ...message, receipt });
    }
    if (taken.length > 0) this.#sweep ??= setInterval(() => this.#returnHidden(), SWEEP_MS).unref();
    return taken;
  }

  #shift() {
    if (this.#head < this.#ready.length) {
      const message = this.#ready[this.#head];
      this.#ready[this.#head] = undefined;
      this.#head += 1;
      if (this.#head > 10_000) {
        this.#ready = this.#ready.slice(this.#head);
        this.#head = 0;
      }
      return message;
    }
    const body = this.next();
    if (body === undefined) return undefined;
    this.counts.sent += 1;
    return { id: randomUUID(), body, sentAt: Date.now(), receives: 0, firstAt: undefined };
  }

  #again(message, afterMs) {
    setTimeout(() => {
      this.#ready.push(message);
      this.#serve();
    }, afterMs).unref();
  }

  #returnHidden() {
    const now = Date.now();
    let isAny = false;
    for (const [receipt, { message, until }] of this.#hidden) {
      if (until > now) continue;
      this.#hidden.delete(receipt);
      this.#ready.push(message);
      isAny = true;
    }
    if (isAny) this.#serve();
  }

  #serve() {
    while (this.#waiting.length > 0) {
      const [first] = this.#waiting;
      const taken = this.#take(first.max, first.visibilityMs);
      if (taken.length === 0) return;
      this.#waiting.shift();
      first.done(taken);
    }
  }
}

export const md5 = (text) => createHash('md5').update(text).digest('hex');
