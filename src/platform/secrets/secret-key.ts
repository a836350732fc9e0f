import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

export const KEY_BYTES = 32;

const IV_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = 's1';

/** A sealed text that this key does not open: changed, cut, of another place, or sealed with another key. */
export class SecretUnreadable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SecretUnreadable';
  }
}

/** What a sealed text calls the key with this check value. */
export const nameOf = (checkValue: string): string => checkValue.slice(0, 8);

/** The name of the key that has sealed a text. @throws SecretUnreadable for what is no sealed text */
export function nameIn(sealed: string): string {
  const [version, name = ''] = sealed.split('.', 2);
  if (version !== VERSION) throw new SecretUnreadable('This is no sealed text');
  return name;
}

/**
 * What is done with a key: AES-256-GCM (NIST SP 800-38D, a random IV of 96 bits) and HMAC-SHA256, each with a key of
 * its own that HKDF (RFC 5869) makes of it. A sealed text is `s1.KEY.IV.TEXT`, where KEY names the key.
 */
export class SecretKey {
  /** Tells whether another key is this one. */
  readonly checkValue: string;
  readonly #sealing: Buffer;

  /** @param master KEY_BYTES random bytes */
  constructor(private readonly master: Uint8Array) {
    if (master.length !== KEY_BYTES)
      throw new Error(`a key has ${KEY_BYTES} bytes, this has ${master.length}`);
    this.#sealing = this.#derived('seal');
    this.checkValue = this.#derived('check').subarray(0, 16).toString('hex');
  }

  /** @param context what the text belongs to; it opens with the same alone */
  seal(text: string, context: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#sealing, iv).setAAD(this.#head(context));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return [VERSION, this.name, iv.toString('base64url'), sealed.toString('base64url')].join('.');
  }

  /** @throws SecretUnreadable */
  open(sealed: string, context: string): string {
    const [, , iv = '', text = ''] = sealed.split('.');
    if (nameIn(sealed) !== this.name) throw new SecretUnreadable('The text was sealed with another key');
    const bytes = Buffer.from(text, 'base64url');
    try {
      const options = { authTagLength: TAG_BYTES };
      const decipher = createDecipheriv('aes-256-gcm', this.#sealing, Buffer.from(iv, 'base64url'), options);
      decipher.setAAD(this.#head(context)).setAuthTag(bytes.subarray(-TAG_BYTES));
      return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString(
        'utf8',
      );
    } catch (error) {
      throw new SecretUnreadable('The text was changed, or sealed for something else', { cause: error });
    }
  }

  /** HMAC-SHA256 in base64url, with a key for this purpose alone. */
  sign(purpose: string, text: string): string {
    return createHmac('sha256', this.#derived(`sign:${purpose}`))
      .update(text)
      .digest('base64url');
  }

  /** Stands in what it has sealed. */
  get name(): string {
    return nameOf(this.checkValue);
  }

  /** What is authenticated beside the text: where it belongs, and how it was sealed. */
  #head(context: string): Buffer {
    return Buffer.from(JSON.stringify([VERSION, this.name, context]), 'utf8');
  }

  #derived(use: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.master, '', `compliance-shepherd:${use}`, KEY_BYTES));
  }
}
