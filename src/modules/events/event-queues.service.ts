import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { AwsClients, failureOf } from '../../platform/aws/index.js';
import { Config } from '../../platform/config/index.js';
import { Logger } from '../../platform/telemetry/index.js';
import { EventQueue, type QueueState } from './aws/event-queue.js';

/** How much lies in a queue and its dead-letter queue; null: AWS did not tell, and `error` says why. */
export interface QueueDepth {
  queueUrl: string;
  visible: number | null;
  inFlight: number | null;
  delayed: number | null;
  dlqUrl: string | null;
  dlqDepth: number | null;
  error?: string;
}

/** What is known of a queue while it works. */
export interface QueueRules {
  visibilitySeconds: number;
  /** Receives after which SQS itself moves a message. */
  maxReceives: number;
  dlq: EventQueue | undefined;
  /** AWS could not be asked, for the moment: there may be a dead-letter queue. */
  isGuess: boolean;
}

const DEPTHS_KNOWN_FOR_MS = 10_000;
const RULES_KNOWN_FOR_MS = 60_000;
const GUESS_KEPT_FOR_MS = 5_000;
/** SQS's own default, where the queue's cannot be read. */
const VISIBILITY_SECONDS = 30;

/** The queues that bring events. */
@Injectable()
export class EventQueues {
  readonly #queues = new Map<string, EventQueue>();
  readonly #rules = new LRUCache<string, Promise<QueueRules>>({ max: 100, ttl: RULES_KNOWN_FOR_MS });
  readonly #depths = new LRUCache<'all', Promise<QueueDepth[]>>({ max: 1, ttl: DEPTHS_KNOWN_FOR_MS });

  constructor(
    private readonly clients: AwsClients,
    private readonly config: Config,
    private readonly logger: Logger,
  ) {}

  /** Of EVENTS_QUEUE_URL. */
  get urls(): readonly string[] {
    return [...new Set(this.config.get('EVENTS_QUEUE_URL') ?? [])];
  }

  at(url: string): EventQueue {
    const known = this.#queues.get(url) ?? new EventQueue(this.clients, url, this.config.get('AWS_REGION'));
    this.#queues.set(url, known);
    return known;
  }

  /** Never throws: a queue that may only be read from works by SQS's defaults, and without a dead-letter queue of its own. */
  rulesOf(url: string): Promise<QueueRules> {
    const known = this.#rules.get(url);
    if (known !== undefined) return known;
    const asked = this.#readRules(url);
    this.#rules.set(url, asked);
    void asked.then(({ isGuess }) => {
      if (isGuess) this.#rules.set(url, asked, { ttl: GUESS_KEPT_FOR_MS });
    });
    return asked;
  }

  /** For people and alarms; at most 10 s old. */
  depths(): Promise<QueueDepth[]> {
    const known = this.#depths.get('all');
    if (known !== undefined) return known;
    const asked = Promise.all(this.urls.map((url) => this.#depthOf(url)));
    this.#depths.set('all', asked);
    return asked;
  }

  async #readRules(url: string): Promise<QueueRules> {
    try {
      const { visibilitySeconds, redrive } = await this.at(url).state();
      const maxReceives = redrive?.maxReceives ?? Infinity;
      return { visibilitySeconds, maxReceives, dlq: await this.#dlqOf(url, redrive), isGuess: false };
    } catch (error) {
      const { failure, code, message } = failureOf(error);
      this.logger.warn('The attributes of a queue with events cannot be read', { url, code, error: message });
      const dlqUrl = this.config.get('EVENTS_DLQ_URL');
      const dlq = dlqUrl === undefined ? undefined : this.at(dlqUrl);
      const isGuess = dlq === undefined && failure !== 'denied';
      return { visibilitySeconds: VISIBILITY_SECONDS, maxReceives: Infinity, dlq, isGuess };
    }
  }

  async #dlqOf(url: string, redrive: QueueState['redrive']): Promise<EventQueue | undefined> {
    const dlqUrl = this.config.get('EVENTS_DLQ_URL');
    if (dlqUrl !== undefined) return this.at(dlqUrl);
    if (redrive === undefined) return undefined;
    const found = await this.at(url).urlOf(redrive.dlqArn);
    return found === undefined ? undefined : this.at(found);
  }

  async #depthOf(queueUrl: string): Promise<QueueDepth> {
    const none = { visible: null, inFlight: null, delayed: null, dlqUrl: null, dlqDepth: null };
    const depth: QueueDepth = { queueUrl, ...none };
    try {
      const state = await this.at(queueUrl).state();
      const { visible, inFlight, delayed, redrive } = state;
      Object.assign(depth, { visible, inFlight, delayed });
      const dlq = await this.#dlqOf(queueUrl, redrive);
      if (dlq === undefined) return depth;
      depth.dlqUrl = dlq.url;
      const dead = await dlq.state();
      return { ...depth, dlqDepth: dead.visible + dead.inFlight + dead.delayed };
    } catch (error) {
      const { code, message } = failureOf(error);
      return { ...depth, error: `${code}: ${message}` };
    }
  }
}
