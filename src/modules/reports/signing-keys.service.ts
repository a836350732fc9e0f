import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  type KeyObject,
} from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { Database } from '../../platform/database/index.js';
import { Secrets } from '../../platform/secrets/index.js';
import { KmsSigning } from './aws/kms-signing.js';
import { signingSecret, SigningKeyStore, type SigningKeyRow } from './signing-keys.store.js';

/** Signs in a tenant's name. */
export interface PackSigner {
  keyId: string;
  /** PEM. */
  publicKey: string;
  /** Ed25519, base64. */
  sign: (text: string) => Promise<string>;
}

/** Ed25519 keys that sign audit packs: KMS's, where PACK_SIGNING_KMS_KEY_ARN names one, else one of each tenant. */
@Injectable()
export class SigningKeys {
  constructor(
    private readonly database: Database,
    private readonly store: SigningKeyStore,
    private readonly secrets: Secrets,
    private readonly kms: KmsSigning,
    private readonly config: Config,
  ) {}

  /** Makes the key where there is none yet. */
  async of(tenantId: string): Promise<PackSigner> {
    const arn = this.config.get('PACK_SIGNING_KMS_KEY_ARN');
    if (arn !== undefined) {
      const key = await this.kms.publicKey(arn);
      return { ...known(key), sign: async (text) => (await this.kms.sign(arn, text)).toString('base64') };
    }
    const { keyId, publicKey, privateKey } = await this.#own(tenantId);
    return {
      ...{ keyId, publicKey },
      sign: async (text) => {
        const key = createPrivateKey(await this.secrets.open(privateKey, signingSecret(tenantId)));
        return sign(null, Buffer.from(text), key).toString('base64');
      },
    };
  }

  async #own(tenantId: string): Promise<SigningKeyRow> {
    const find = () => this.database.withTenant(tenantId, (tx) => this.store.find(tx, tenantId));
    const there = await find();
    if (there !== undefined) return there;
    const pair = generateKeyPairSync('ed25519');
    const secret = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const made = {
      ...known(pair.publicKey),
      privateKey: await this.secrets.seal(secret, signingSecret(tenantId)),
    };
    await this.database.withTenant(tenantId, (tx) => this.store.add(tx, tenantId, made));
    return (await find()) ?? made; // somebody else's, where that one was quicker
  }
}

function known(key: KeyObject): { keyId: string; publicKey: string } {
  const spki = createPublicKey(key.export({ type: 'spki', format: 'pem' })).export({
    type: 'spki',
    format: 'der',
  });
  const keyId = createHash('sha256').update(spki).digest('hex');
  return { keyId, publicKey: key.export({ type: 'spki', format: 'pem' }).toString() };
}
