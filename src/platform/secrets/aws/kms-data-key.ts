import { type AwsClients, failureOf } from '../../aws/index.js';

/** Bound to the wrapped key: KMS unwraps it for nothing else, and CloudTrail shows it. */
const CONTEXT = { service: 'compliance-shepherd', purpose: 'secrets' };

export interface DataKey {
  plain: Uint8Array;
  /** Base64. */
  wrapped: string;
}

/** A data key that a key of KMS wraps: the database keeps it, and only who may ask that key can use it. */
export class KmsDataKey {
  /** @param keyArn also says the region */
  constructor(
    private readonly clients: AwsClients,
    private readonly keyArn: string,
  ) {}

  async make(): Promise<DataKey> {
    const asked = { KeyId: this.keyArn, KeySpec: 'AES_256' as const, EncryptionContext: CONTEXT };
    const { Plaintext, CiphertextBlob } = await this.#told('kms:GenerateDataKey', async () =>
      (await this.#kms()).generateDataKey(asked),
    );
    if (Plaintext === undefined || CiphertextBlob === undefined)
      throw new Error('KMS answered without a key');
    return { plain: Plaintext, wrapped: Buffer.from(CiphertextBlob).toString('base64') };
  }

  async unwrap(wrapped: string): Promise<Uint8Array> {
    const CiphertextBlob = Buffer.from(wrapped, 'base64');
    const asked = { KeyId: this.keyArn, CiphertextBlob, EncryptionContext: CONTEXT };
    const { Plaintext } = await this.#told('kms:Decrypt', async () => (await this.#kms()).decrypt(asked));
    if (Plaintext === undefined) throw new Error('KMS answered without a key');
    return Plaintext;
  }

  #kms() {
    const region = this.keyArn.split(':')[3] ?? '';
    return this.clients.ambient(region).kms();
  }

  async #told<T>(operation: string, call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      const { code, message } = failureOf(error);
      throw new Error(`${operation}: ${code}: ${message}`, { cause: error });
    }
  }
}
