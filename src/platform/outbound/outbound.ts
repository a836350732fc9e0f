import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { tracing } from '../telemetry/index.js';
import { Addresses } from './addresses.js';

/** `public`: what a tenant has named; `anywhere`: what the operator has named, or a fixed address. */
export type Reach = 'public' | 'anywhere';

export interface Post {
  headers: Record<string, string>;
  body: string;
  signal: AbortSignal;
  reach: Reach;
  /** Of the answer; MAX_ANSWER_BYTES where it is not given. */
  maxBytes?: number;
}

export interface Answered {
  status: number;
  statusText: string;
  /** By lower-case name. */
  headers: Record<string, string>;
  /** As much of it as was asked for. */
  text: string;
}

/** The address is none that a tenant may have us connect to. */
export class AddressRefused extends Error {
  constructor(host: string) {
    super(`${host} does not lead to a public address`);
    this.name = 'AddressRefused';
  }
}

export const MAX_ANSWER_BYTES = 8192;
/** Of one request, from looking up the name to the end of the answer. */
const LONGEST_MS = 10_000;

type ResolveAll = (host: string, done: (error: Error | null, addresses: LookupAddress[]) => void) => void;
const resolveAll: ResolveAll = (host, done) => systemLookup(host, { all: true }, done);

/**
 * Sends what tenants want sent to addresses that they name, and reaches nothing inside by it. The address is checked
 * as the connection is made, in the same look-up that it is made with: a name that leads elsewhere a moment later
 * (DNS rebinding) gains nothing. No redirect is followed, no proxy is used, and no connection is kept.
 */
export class Outbound {
  readonly #addresses: Addresses;

  /** @param allowed private addresses that may be reached all the same (WEBHOOK_ALLOWED_ADDRESSES) */
  constructor(
    private readonly allowed: readonly string[],
    private readonly resolve: ResolveAll = resolveAll,
  ) {
    this.#addresses = new Addresses(allowed);
  }

  /** What is wrong with an address that a tenant names, as far as that shows without looking it up. */
  problemOf(text: string): string | undefined {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url === undefined || !['https:', 'http:'].includes(url.protocol))
      return 'must be a URL such as https://…';
    if (url.username !== '' || url.password !== '') return 'must hold no user and no password';
    const host = hostOf(url);
    if (isIP(host) !== 0 && !this.#mayReach(url, host)) return 'must lead to a public address by https';
    // a name may lead to an address of the list, and is looked up when something is sent
    if (url.protocol === 'http:' && isIP(host) === 0 && this.allowed.length === 0) return 'must be https';
    return undefined;
  }

  /**
   * @throws AddressRefused where it leads inside; the network's error, or AbortError and TimeoutError, where there
   * is no answer in 10 s
   */
  async post(address: string, post: Post): Promise<Answered> {
    // neither the address nor its host: the one is the secret of a webhook, the other may be a tenant's
    return tracing.inside('POST', 'client', { 'http.request.method': 'POST' }, () =>
      this.#post(address, post),
    );
  }

  async #post(address: string, post: Post): Promise<Answered> {
    const { headers, body, signal, reach, maxBytes = MAX_ANSWER_BYTES } = post;
    const url = new URL(address);
    const host = hostOf(url);
    const check = reach === 'public';
    if (check && isIP(host) !== 0 && !this.#mayReach(url, host)) throw new AddressRefused(host);
    const whole = AbortSignal.any([signal, AbortSignal.timeout(LONGEST_MS)]);
    const options = {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      signal: whole,
      agent: false as const, // one of its own: a kept connection would pass the look-up by
      lookup: check ? this.#lookup(url) : undefined,
    };
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    return new Promise((done, failed) => {
      const fail = (error: Error) => failed(whole.aborted ? (whole.reason as Error) : error);
      let isAnswered = false;
      const request: ClientRequest = send(url, options, (answer) => {
        isAnswered = true;
        readStart(answer, maxBytes, done, fail);
      });
      // Node ends a connection that is to be of another protocol (101) and tells of no error
      request.once(
        'close',
        () => isAnswered || fail(new Error('the connection was closed without an answer')),
      );
      request.once('error', fail).end(body);
    });
  }

  #mayReach(url: URL, address: string): boolean {
    if (this.#addresses.isAllowed(address)) return true;
    return url.protocol === 'https:' && this.#addresses.isPublic(address);
  }

  /** All addresses of the name must be allowed: which of them is tried first is not for us to say. */
  #lookup(url: URL): LookupFunction {
    return (host, options, done) => {
      this.resolve(host, (error, addresses) => {
        const [first] = addresses ?? [];
        const isAllowed = (one: LookupAddress) => this.#mayReach(url, one.address);
        if (error !== null) done(error, '', 0);
        else if (first === undefined || !addresses.every(isAllowed)) done(new AddressRefused(host), '', 0);
        else if (options.all === true) done(null, addresses);
        else done(null, first.address, first.family);
      });
    };
  }
}

const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1');

function readStart(
  answer: IncomingMessage,
  maxBytes: number,
  done: (told: Answered) => void,
  fail: (error: Error) => void,
): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const finish = () => {
    const { statusCode: status = 0, statusMessage: statusText = '' } = answer;
    const headers = Object.fromEntries(
      Object.entries(answer.headers).map(([name, value]) => [name, String(value)]),
    );
    const text = Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8');
    done({ status, statusText, headers, text });
  };
  answer.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes < maxBytes) return;
    finish();
    answer.destroy(); // whatever else it has to say
  });
  answer.once('end', finish).once('error', fail);
}
