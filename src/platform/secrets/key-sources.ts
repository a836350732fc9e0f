import { join, resolve } from 'node:path';
import { Injectable } from '@nestjs/common';
import { AwsClients } from '../aws/index.js';
import { Config } from '../config/index.js';
import { KmsDataKey } from './aws/kms-data-key.js';
import { keyIn, keyOf } from './key-file.js';
import { isSameKey } from './kms-key-arn.js';
import { SecretKey } from './secret-key.js';
import type { KeyRecord } from './secrets.store.js';

/** A key, and what the database may know of it. */
export interface MadeKey {
  key: SecretKey;
  record: KeyRecord;
}

/**
 * Where this process has keys from: the one it wants to seal with (SECRETS_KEY, else a data key that
 * SECRETS_KMS_KEY_ARN wraps, else a file in DATA_DIR), and those of SECRETS_KEY_PREVIOUS.
 */
@Injectable()
export class KeySources {
  constructor(
    private readonly config: Config,
    private readonly clients: AwsClients,
  ) {}

  get kmsKeyArn(): string | undefined {
    return this.config.get('SECRETS_KMS_KEY_ARN');
  }

  /** Where a key lies that is made when none is given. */
  get file(): string {
    return resolve(join(this.config.get('DATA_DIR'), 'secrets-key'));
  }

  /** What the own key is called in what people read. */
  get ownName(): string {
    return this.kmsKeyArn ?? (this.config.get('SECRETS_KEY') === undefined ? this.file : 'SECRETS_KEY');
  }

  /** @throws Error where two variables name the own key */
  check(): void {
    if (this.config.get('SECRETS_KEY') !== undefined && this.kmsKeyArn !== undefined)
      throw new Error('SECRETS_KEY and SECRETS_KMS_KEY_ARN are both set: one of them holds the key');
  }

  /** The own key, where it is no data key of KMS and is there. */
  async own(): Promise<SecretKey | undefined> {
    if (this.kmsKeyArn !== undefined) return undefined;
    const given = this.config.get('SECRETS_KEY');
    if (given !== undefined) return keyFrom(given);
    const kept = await keyIn(this.file);
    return kept && new SecretKey(kept);
  }

  /** Those of SECRETS_KEY_PREVIOUS that are no data keys of KMS. */
  previous(): SecretKey[] {
    return this.#previous.filter((one) => !isArn(one)).map(keyFrom);
  }

  /** Whether this process can have that key, which may take asking KMS. */
  async has(record: KeyRecord): Promise<boolean> {
    if (record.kmsKeyArn !== null)
      return record.wrappedKey !== null && this.#asked(record.kmsKeyArn) !== undefined;
    return (await this.#plain(record)) !== undefined;
  }

  /** Undefined where this process has not got that key. @throws Error where KMS does not unwrap it now */
  async keyOf(record: KeyRecord): Promise<SecretKey | undefined> {
    const { kmsKeyArn, wrappedKey } = record;
    if (kmsKeyArn === null || wrappedKey === null) return this.#plain(record);
    const asked = this.#asked(kmsKeyArn);
    if (asked === undefined) return undefined;
    const key = new SecretKey(await new KmsDataKey(this.clients, asked).unwrap(wrappedKey));
    return key.checkValue === record.checkValue ? key : undefined;
  }

  /** The own key, made where there is none: of KMS a new one each time. @throws Error where KMS does not answer */
  async make(): Promise<MadeKey> {
    const arn = this.kmsKeyArn;
    if (arn !== undefined) {
      const { plain, wrapped } = await new KmsDataKey(this.clients, arn).make();
      return made(new SecretKey(plain), wrapped, arn);
    }
    const given = this.config.get('SECRETS_KEY');
    return made(given === undefined ? new SecretKey(await keyOf(this.file)) : keyFrom(given), null, null);
  }

  async #plain({ checkValue }: KeyRecord): Promise<SecretKey | undefined> {
    const own = await this.own();
    const all = own === undefined ? this.previous() : [own, ...this.previous()];
    return all.find((key) => key.checkValue === checkValue);
  }

  /**
   * Of the keys of KMS that this process may ask, the one that unwraps what that one has wrapped: itself, or its replica
   * in another region, which is there when the region of the first is not.
   */
  #asked(arn: string): string | undefined {
    return [this.kmsKeyArn, ...this.#previous].find((one) => one !== undefined && isSameKey(one, arn));
  }

  get #previous(): readonly string[] {
    return this.config.get('SECRETS_KEY_PREVIOUS') ?? [];
  }
}

const isArn = (text: string): boolean => text.startsWith('arn:');
const keyFrom = (base64: string): SecretKey => new SecretKey(Buffer.from(base64, 'base64'));
const made = (key: SecretKey, wrappedKey: string | null, kmsKeyArn: string | null): MadeKey => ({
  key,
  record: { checkValue: key.checkValue, wrappedKey, kmsKeyArn },
});
