import { Injectable } from '@nestjs/common';
import { Logger } from '../telemetry/index.js';
import { refusal, stillNeeded } from './key-refusals.js';
import { KeySources } from './key-sources.js';
import { isSameKey } from './kms-key-arn.js';
import { nameOf } from './secret-key.js';
import { SecretsJournal } from './secrets-journal.js';
import { type KeyRecord, type KeyRecords, SecretKeyStore } from './secrets.store.js';

/** Whose audit log tells of keys: they belong to no tenant, and this one is always there. */
const TENANT = 'default';

/**
 * Which key seals is what the database says. A process whose own key the database has never known puts it in the place
 * of the current one, which it must have too. So keys only go forward: a process that still has the old order, in the
 * middle of a rolling deployment, seals with the newer key as well, and nothing goes to and fro.
 */
@Injectable()
export class KeySuccession {
  constructor(
    private readonly sources: KeySources,
    private readonly store: SecretKeyStore,
    private readonly journal: SecretsJournal,
    private readonly logger: Logger,
  ) {}

  /** What there is at a start. @throws Error that says what to do, where a key is lacking that is needed */
  async checked(): Promise<KeyRecords> {
    this.sources.check();
    const records = await this.store.all();
    if (records.current !== undefined) await this.#checkCurrent(records.current);
    for (const record of records.retired)
      if (record.emptiedAt === null && !(await this.sources.has(record))) throw stillNeeded(record);
    await this.#warn(records);
    return records;
  }

  /** The records, with a current one: the own key takes its place first where it is new. */
  async settled(): Promise<KeyRecords & { current: KeyRecord }> {
    const before = await this.store.all();
    const { current } = before;
    if (current === undefined) await this.store.record((await this.sources.make()).record);
    else {
      await this.#checkCurrent(current);
      if (await this.#isOwnNew(before, current)) await this.renew(current);
      else return { ...before, current };
    }
    const after = await this.store.all();
    if (after.current === undefined) throw new Error('The row of secret_keys is gone: start again');
    // of processes that do this at once the first one's key stays
    await this.#checkCurrent(after.current);
    return { ...after, current: after.current };
  }

  /** Puts the own key in the place of the current one; of KMS a new data key. */
  async renew(current: KeyRecord): Promise<void> {
    const { record } = await this.sources.make();
    await this.store.replace(current, record, (tx) =>
      this.journal.write(tx, {
        ...{ tenantId: TENANT, action: 'secret_key.replaced', targetType: 'secret_key' },
        targetId: nameOf(record.checkValue),
        before: toldOf(current),
        after: toldOf(record),
      }),
    );
    this.logger.info('A new key of secrets was made the current one', toldOf(record));
  }

  async #checkCurrent(record: KeyRecord): Promise<void> {
    if (!(await this.sources.has(record))) throw refusal(record, this.sources);
  }

  async #isOwnNew({ retired }: KeyRecords, current: KeyRecord): Promise<boolean> {
    const isOwn = await this.#ownership();
    return !isOwn(current) && !retired.some(isOwn);
  }

  async #warn({ current, retired }: KeyRecords): Promise<void> {
    const isOwn = await this.#ownership();
    const past = retired.find(isOwn);
    if (current === undefined || past === undefined || isOwn(current)) return;
    this.logger.warn('The key of secrets that is set was replaced by another, which goes on sealing', {
      ...{ set: nameOf(past.checkValue), replacedAt: past.retiredAt, seals: nameOf(current.checkValue) },
    });
  }

  async #ownership(): Promise<(record: KeyRecord) => boolean> {
    const arn = this.sources.kmsKeyArn;
    if (arn !== undefined) return ({ kmsKeyArn }) => kmsKeyArn !== null && isSameKey(kmsKeyArn, arn);
    const own = await this.sources.own();
    return (record) => record.checkValue === own?.checkValue;
  }
}

/** What people are told of a key. */
const toldOf = ({ checkValue, kmsKeyArn }: KeyRecord) => ({ key: nameOf(checkValue), kmsKeyArn });
