import { type STS } from '@aws-sdk/client-sts';
import { MINUTE_MS, type Clock } from '../../shared/clock.js';
import { type AwsAccount } from './account.js';

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string | undefined;
  expiration?: Date | undefined;
}

export type CredentialProvider = () => Promise<Credentials>;

/** Renewed this long before they expire. */
const EARLY_MS = 5 * MINUTE_MS;

/** A role that could not be assumed when it was last tried. */
export interface FailingRole {
  tenantId: string;
  accountId: string;
  /** AWS's code: `AccessDenied`, `ExpiredToken`. */
  code: string;
}

/** More than that say no more. */
const MOST_FAILING = 1_000;

interface Entry {
  credentials: Promise<Credentials>;
  /** Milliseconds; undefined while AWS is being asked. */
  staleAt: number | undefined;
}

/** Credentials of roles, one set per role and session name for all clients of all regions: kept until 5 minutes before they expire. */
export class RoleCredentials {
  readonly #entries = new Map<string, Entry>();
  readonly #failing = new Map<string, FailingRole>();

  constructor(
    private readonly assume: (account: AwsAccount) => Promise<Credentials>,
    private readonly clock: Clock,
  ) {}

  /** Those who ask while AWS is being asked share its answer. A failure is told to them all and then forgotten. */
  of(account: AwsAccount): Promise<Credentials> {
    // the tenant belongs to the key: one tenant's role is never another's, whatever their rows say
    const key = JSON.stringify([
      account.tenantId,
      account.roleArn,
      account.externalId,
      account.sessionName ?? null,
    ]);
    const known = this.#entries.get(key);
    if (known !== undefined && !this.#stale(known)) return known.credentials;

    for (const [other, entry] of this.#entries) if (this.#stale(entry)) this.#entries.delete(other);
    const entry: Entry = { credentials: this.assume(account), staleAt: undefined };
    this.#entries.set(key, entry);
    entry.credentials.then(
      ({ expiration }) => {
        entry.staleAt = (expiration?.getTime() ?? Infinity) - EARLY_MS;
        this.#failing.delete(key);
      },
      (error: unknown) => {
        this.#failed(key, account, error);
        if (this.#entries.get(key) === entry) this.#entries.delete(key);
      },
    );
    return entry.credentials;
  }

  /** Those whose last attempt has failed. */
  get failing(): FailingRole[] {
    return [...this.#failing.values()];
  }

  #failed(key: string, { tenantId, accountId }: AwsAccount, error: unknown): void {
    if (this.#failing.size >= MOST_FAILING) return;
    const code = error instanceof Error ? error.name : 'Error';
    this.#failing.set(key, { tenantId, accountId, code });
  }

  #stale(entry: Entry): boolean {
    return entry.staleAt !== undefined && entry.staleAt <= this.clock.now().getTime();
  }
}

/** RoleSessionName takes 2 to 64 of `\w+=,.@-` (STS API reference, AssumeRole). */
export function roleSessionName(wanted: string): string {
  return wanted
    .replace(/[^A-Za-z0-9_+=,.@-]/g, '-')
    .slice(0, 64)
    .padEnd(2, '-');
}

/** AssumeRole for `account`, by the client it is given: that of the regional endpoint whose tokens hold in every region. */
export async function assumeRole(sts: STS, account: AwsAccount, sessionName: string): Promise<Credentials> {
  const { Credentials: given } = await sts.assumeRole({
    RoleArn: account.roleArn ?? undefined,
    RoleSessionName: roleSessionName(sessionName),
    ...(account.externalId === null ? {} : { ExternalId: account.externalId }),
  });
  if (given?.AccessKeyId === undefined || given.SecretAccessKey === undefined)
    throw new Error('STS answered without credentials');
  return {
    accessKeyId: given.AccessKeyId,
    secretAccessKey: given.SecretAccessKey,
    sessionToken: given.SessionToken,
    expiration: given.Expiration,
  };
}

/**
 * The SDK's default chain, one for all clients.
 *
 * Where the endpoint is on this machine the chain is environment and profile only: an instance's own credentials
 * are no business of an emulator, and looking for them off EC2 takes 2 s each time (measured: two tries of 1 s).
 */
export async function ambientCredentials(
  region: string,
  endpointUrl: string | undefined,
): Promise<CredentialProvider> {
  const { createCredentialChain, fromEnv, fromIni, fromNodeProviderChain } =
    await import('@aws-sdk/credential-providers');
  if (endpointUrl !== undefined && isLoopback(endpointUrl))
    return createCredentialChain(fromEnv(), fromIni());
  return fromNodeProviderChain({ clientConfig: { region } });
}

export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(\.\d+){3}$/.test(hostname)
  );
}
