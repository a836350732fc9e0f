import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AwsClients } from '../../../platform/aws/index.js';

/** Signs with a key that never leaves KMS: kms:Sign and kms:GetPublicKey on it. */
@Injectable()
export class KmsSigning {
  constructor(private readonly clients: AwsClients) {}

  /** @throws Error where the key is none for Ed25519; the SDK's error */
  async publicKey(keyArn: string): Promise<KeyObject> {
    const { PublicKey } = await (await this.#kms(keyArn)).getPublicKey({ KeyId: keyArn });
    const key = createPublicKey({ key: Buffer.from(PublicKey ?? []), format: 'der', type: 'spki' });
    if (key.asymmetricKeyType !== 'ed25519')
      throw new Error(`${keyArn} must be a key of the spec ECC_NIST_EDWARDS25519`);
    return key;
  }

  /** AWS KMS, "Sign": with MessageType RAW the algorithm ED25519_SHA_512 is Ed25519 of RFC 8032; 4,096 bytes at most. */
  async sign(keyArn: string, text: string): Promise<Buffer> {
    const { Signature } = await (
      await this.#kms(keyArn)
    ).sign({
      KeyId: keyArn,
      Message: Buffer.from(text),
      ...{ MessageType: 'RAW', SigningAlgorithm: 'ED25519_SHA_512' },
    });
    const signature = Buffer.from(Signature ?? []);
    if (!verify(null, Buffer.from(text), await this.publicKey(keyArn), signature))
      throw new Error(`${keyArn} has signed something else`);
    return signature;
  }

  async #kms(keyArn: string) {
    return this.clients.ambient(keyArn.split(':')[3] ?? '').kms();
  }
}
