import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { KeyRing } from './key-ring.js';
import { nameIn, SecretUnreadable } from './secret-key.js';

/**
 * Keeps what must not stand in the database in clear text. The key is SECRETS_KEY, or a data key that
 * SECRETS_KMS_KEY_ARN wraps, or one in DATA_DIR that is made when it is first needed. What was sealed once is bound to
 * it: a process that has not got it refuses to start. What older keys have sealed and signed opens as long as the
 * process has them (SECRETS_KEY_PREVIOUS).
 */
@Injectable()
export class Secrets {
  constructor(private readonly keys: KeyRing) {}

  /**
   * Seals a text. The first time of all it writes which key that is, in a transaction of its own.
   * @param context what it belongs to, such as `channel:TENANT:ID`: it opens with the same alone
   * @throws Error where the key cannot be had now (KMS)
   */
  async seal(text: string, context: string): Promise<string> {
    return (await this.keys.current()).seal(text, context);
  }

  /** @throws SecretUnreadable for what was changed or sealed for something else; Error where the key cannot be had now */
  async open(sealed: string, context: string): Promise<string> {
    const key = await this.keys.named(nameIn(sealed));
    if (key === undefined) throw new SecretUnreadable('The text was sealed with another key');
    return key.open(sealed, context);
  }

  /** HMAC-SHA256 in base64url, with a key of this purpose: ask isSigned() whether one is right. */
  async sign(purpose: string, text: string): Promise<string> {
    return (await this.keys.current()).sign(purpose, text);
  }

  /** Whether sign() has made that, with this key or an older one. Takes the same time wherever they differ. */
  async isSigned(purpose: string, text: string, signature: string): Promise<boolean> {
    const given = Buffer.from(signature);
    return (await this.keys.all())
      .map((key) => Buffer.from(key.sign(purpose, text)))
      .map((right) => right.length === given.length && timingSafeEqual(right, given))
      .includes(true);
  }
}
