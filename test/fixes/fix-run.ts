import { setTimeout as sleep } from 'node:timers/promises';
import { readerOf, scopeOf } from '../../src/modules/scanning/aws/readers.js';
import { type Decision } from '../../src/modules/scanning/domain/control.js';
import { evaluate } from '../../src/modules/scanning/domain/evaluate.js';
import { GLOBAL_REGION } from '../../src/modules/scanning/domain/resource-type.js';
import { type AccountsService } from '../../src/modules/access/index.js';
import { AwsCalls } from '../../src/modules/remediation/aws/aws-calls.js';
import {
  actionsOf,
  at,
  type Call,
  resolved,
  type Results,
} from '../../src/modules/remediation/domain/call.js';
import { type Fix, type FixPlan, type State, type Target } from '../../src/modules/remediation/domain/fix.js';
import { type Aws, type AwsClients } from '../../src/platform/aws/index.js';
import { type Config } from '../../src/platform/config/index.js';
import { thresholds } from '../support/scanning-examples.js';
import { type FailingResource, type FixProof, ProofClients } from './proof.js';

const HOME = 'us-east-1';
const POLL_MS = 100;
const POLLS = 50;

/** One fix on one resource of the emulator, step by step: what the executor does, without its rows. */
export class FixRun {
  readonly target: Target;
  readonly #accountId: string;
  readonly #clients: ProofClients;
  readonly #calls: AwsCalls;
  #change = 0;

  constructor(
    clients: AwsClients,
    readonly fix: Fix,
    readonly proof: FixProof,
    private readonly made: FailingResource,
    private readonly world: { accountId: string; behind: ConstructorParameters<typeof ProofClients>[1] },
  ) {
    this.#accountId = world.accountId;
    this.#clients = new ProofClients(clients, world.behind);
    const roles = {
      remediationAccountOf: (tenantId: string, accountId: string, sessionName: string) =>
        Promise.resolve({
          ...{ tenantId, accountId, partition: 'aws', externalId: null, sessionName },
          roleArn: `arn:aws:iam::${accountId}:role/ShepherdRemediationRole`,
        }),
    };
    this.#calls = new AwsCalls(
      this.#clients as unknown as AwsClients,
      roles as unknown as AccountsService,
      { get: () => HOME } as unknown as Config,
    );
    const { arn, region, tags = {} } = made;
    this.target = {
      ...{ arn, tags, type: fix.type, partition: 'aws', accountId: world.accountId },
      region: region === GLOBAL_REGION ? HOME : region,
      name: arn.slice(Math.max(arn.lastIndexOf('/'), arn.lastIndexOf(':')) + 1),
    };
  }

  /** By the role that changes. */
  async #entered(): Promise<Aws> {
    return this.#calls.enter('default', this.#accountId, this.made.region, 'fixes-spec');
  }

  async state(): Promise<State> {
    return this.#calls.state(await this.#entered(), this.fix, this.target);
  }

  /** The resource as its reader tells of it; null: there is none. */
  async configuration(): Promise<unknown> {
    const { reader, region } = this.#reader();
    const account = {
      ...{ tenantId: 'default', accountId: this.#accountId, partition: 'aws', externalId: null },
      roleArn: `arn:aws:iam::${this.#accountId}:role/QrieInventoryRole`,
    };
    const aws = this.#clients.for(account, region === GLOBAL_REGION ? HOME : region);
    return reader.describe(aws, { arn: this.target.arn, region, name: this.target.name });
  }

  /** Fields of the configuration that change by themselves. */
  get volatile(): readonly string[] {
    return this.#reader().reader.type.volatile;
  }

  async decision(id: string): Promise<Decision> {
    const { reader, region } = this.#reader();
    const configuration = await this.configuration();
    if (configuration === null) throw new Error(`There is no ${this.target.arn}`);
    const [one] = evaluate(
      reader.type,
      configuration,
      {
        now: this.proof.now ?? new Date(),
        place: { partition: 'aws', accountId: this.#accountId, region },
        thresholds: { ...thresholds, ...this.proof.thresholds },
        settings: { [id]: { parameters: this.proof.parameters } },
      },
      { exemptTags: [], asks: (control) => control.id === id },
    );
    if (one === undefined) throw new Error(`${id} is no control on ${this.fix.type}`);
    return one.decision;
  }

  plan(state: State, evidence: Readonly<Record<string, unknown>>): FixPlan {
    const { target } = this;
    const settings = this.fix.settings?.parse(this.made.settings ?? {}) ?? {};
    return this.fix.plan({ target, state, evidence, settings, now: this.proof.now ?? new Date() });
  }

  /** Another change, whose calls carry a mark and tokens of their own. */
  begin(): void {
    this.#change += 1;
  }

  restoring(before: State, results: Results): Call[] {
    return this.fix.restore({ target: this.target, before, results });
  }

  /** Makes the calls in order. @returns the answers of those with a name, `given` included */
  async run(calls: readonly Call[], given: Results = {}): Promise<Results> {
    const aws = await this.#entered();
    const results: Record<string, unknown> = { ...given };
    for (const call of calls) {
      const answer = await this.#made(aws, call, results);
      if (call.as !== undefined) results[call.as] = answer;
    }
    return results;
  }

  async #made(aws: Aws, call: Call, results: Results): Promise<unknown> {
    const mark = `chg-${this.#accountId}-${this.#change}`;
    const found = await this.#calls.made(aws, call, results, mark);
    if (found !== undefined) return found;
    const input = resolved(call.input, results, mark);
    if (call.token !== undefined) input[call.token] = mark;
    const { until } = call;
    if (until === undefined) return this.#calls.make(aws, call, input);
    for (let poll = 0; poll < POLLS; poll += 1) {
      const answer = await this.#calls.make(aws, call, input);
      const value = at(answer, until.path);
      if (until.is.includes(value)) return answer;
      if (until.fails?.includes(value) === true) throw new Error(`${call.operation}: ${String(value)}`);
      await sleep(POLL_MS);
    }
    throw new Error(`${call.operation} never said that ${until.path} is ${until.is.join(' or ')}`);
  }

  /** What is wrong about calls as data: an operation that the SDK lacks, an action that the fix does not name. */
  async faults(calls: readonly Call[]): Promise<string[]> {
    const aws = await this.#entered();
    const faults: string[] = [];
    for (const call of calls) {
      for (const operation of [call.operation, ...(call.made === undefined ? [] : [call.made.operation])]) {
        const ask = (aws as unknown as Record<string, (() => Promise<object>) | undefined>)[call.service];
        const client = ask === undefined ? {} : await ask.call(aws);
        const method = operation.charAt(0).toLowerCase() + operation.slice(1);
        if (typeof (client as Record<string, unknown>)[method] !== 'function')
          faults.push(`${call.service} has no ${operation}`);
      }
      for (const action of actionsOf(call))
        if (!this.fix.actions.includes(action)) faults.push(`${action} is not among the fix's actions`);
      if (JSON.stringify(call) !== JSON.stringify(JSON.parse(JSON.stringify(call))))
        faults.push(`${call.operation} is not JSON`);
    }
    return faults;
  }

  #reader() {
    const reader = readerOf(this.fix.type);
    if (reader === undefined) throw new Error(`Nothing reads ${this.fix.type}`);
    const region = scopeOf(reader) === 'account' ? GLOBAL_REGION : this.made.region;
    return { reader, region };
  }
}
