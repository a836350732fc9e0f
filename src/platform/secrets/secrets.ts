import { join, resolve } from 'node:path';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AwsClients } from '../aws/index.js';
import { Config } from '../config/index.js';
import { KmsDataKey } from './aws/kms-data-key.js';
import { keyIn, keyOf } from './key-file.js';
import { SecretKey } from './secret-key.js';
import { type KeyRecord, SecretKeyStore } from './secrets.store.js';

const LOST =
  'If that key is lost, delete the row of the table secret_keys and give each notification channel its secret anew';

/**
 * Keeps what must not stand in the database in clear text. The key is SECRETS_KEY, or a data key that
 * SECRETS_KMS_KEY_ARN wraps, or one in DATA_DIR that is made when it is first needed. What was sealed once is bound to
 * it: a process with another key refuses to start.
 */
@Injectable()
export class Secrets implements OnModuleInit {
  #key: Promise<SecretKey> | undefined;

  constructor(
    private readonly config: Config,
    private readonly store: SecretKeyStore,
    private readonly clients: AwsClients,
  ) {}

  /** @throws Error that says what to do, where another key has sealed what is in the database */
  async onModuleInit(): Promise<void> {
    if (this.config.get('SECRETS_KEY') !== undefined && this.#kmsKeyArn !== undefined)
      throw new Error('SECRETS_KEY and SECRETS_KMS_KEY_ARN are both set: one of them holds the key');
    const record = await this.store.find();
    if (record === undefined) return;
    // KMS need not be there at a start: it is asked when a secret is needed
    if (this.#kmsKeyArn === undefined) await this.#known(record);
    else this.#checkKms(record, this.#kmsKeyArn);
  }

  /**
   * Seals a text. The first time of all it writes which key that is, in a transaction of its own.
   * @param context what it belongs to, such as `channel:TENANT:ID`: it opens with the same alone
   * @throws Error where the key cannot be had now (KMS)
   */
  async seal(text: string, context: string): Promise<string> {
    return (await this.#current()).seal(text, context);
  }

  /** @throws SecretUnreadable for what was changed or sealed for something else; Error where the key cannot be had now */
  async open(sealed: string, context: string): Promise<string> {
    return (await this.#current()).open(sealed, context);
  }

  /** HMAC-SHA256 in base64url, with a key of this purpose: compare it in constant time. */
  async sign(purpose: string, text: string): Promise<string> {
    return (await this.#current()).sign(purpose, text);
  }

  #current(): Promise<SecretKey> {
    const asked = (this.#key ??= this.#find());
    asked.catch(() => {
      if (this.#key === asked) this.#key = undefined; // asked again the next time
    });
    return asked;
  }

  async #find(): Promise<SecretKey> {
    const record = await this.store.find();
    return record === undefined ? this.#first() : this.#known(record);
  }

  /** The key of what was sealed before. */
  async #known(record: KeyRecord): Promise<SecretKey> {
    const arn = this.#kmsKeyArn;
    if (arn !== undefined) {
      const wrapped = this.#checkKms(record, arn);
      return checked(new SecretKey(await new KmsDataKey(this.clients, arn).unwrap(wrapped)), record, arn);
    }
    if (record.kmsKeyArn !== null)
      throw new Error(
        `The secrets in this database were sealed with a key that ${record.kmsKeyArn} wraps: set SECRETS_KMS_KEY_ARN to it`,
      );
    const given = this.config.get('SECRETS_KEY');
    if (given !== undefined)
      return checked(new SecretKey(Buffer.from(given, 'base64')), record, 'SECRETS_KEY');
    const kept = await keyIn(this.#file);
    if (kept !== undefined) return checked(new SecretKey(kept), record, this.#file);
    throw new Error(
      `The secrets in this database were sealed with a key that this process has not got: set SECRETS_KEY to it, or bring it back to ${this.#file}. ${LOST}`,
    );
  }

  /** Nothing was sealed yet: this key is the one from now on, unless another process is quicker. */
  async #first(): Promise<SecretKey> {
    const arn = this.#kmsKeyArn;
    if (arn !== undefined) {
      const { plain, wrapped } = await new KmsDataKey(this.clients, arn).make();
      const { checkValue } = new SecretKey(plain);
      return this.#known(await this.store.record({ checkValue, wrappedKey: wrapped, kmsKeyArn: arn }));
    }
    const given = this.config.get('SECRETS_KEY');
    const master = given === undefined ? await keyOf(this.#file) : Buffer.from(given, 'base64');
    const { checkValue } = new SecretKey(master);
    return this.#known(await this.store.record({ checkValue, wrappedKey: null, kmsKeyArn: null }));
  }

  /** Gives the wrapped key. */
  #checkKms(record: KeyRecord, arn: string): string {
    if (record.wrappedKey === null || record.kmsKeyArn === null)
      throw new Error(
        `The secrets in this database were sealed with a key of the environment: set SECRETS_KEY to it (or bring ${this.#file} back) in place of SECRETS_KMS_KEY_ARN. ${LOST}`,
      );
    if (record.kmsKeyArn !== arn)
      throw new Error(
        `The secrets in this database were sealed with a key that ${record.kmsKeyArn} wraps, and SECRETS_KMS_KEY_ARN is ${arn}: set it back. ${LOST}`,
      );
    return record.wrappedKey;
  }

  get #kmsKeyArn(): string | undefined {
    return this.config.get('SECRETS_KMS_KEY_ARN');
  }

  get #file(): string {
    return resolve(join(this.config.get('DATA_DIR'), 'secrets-key'));
  }
}

function checked(key: SecretKey, { checkValue }: KeyRecord, source: string): SecretKey {
  if (key.checkValue === checkValue) return key;
  throw new Error(
    `${source} is another key than the one that the secrets in this database were sealed with: give all processes that one. ${LOST}`,
  );
}
