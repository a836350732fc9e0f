import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Secrets } from '../../../platform/secrets/index.js';
import { partsOf, textOf, tokenOf, type LinkToken } from './link-token.js';

/** Signs what links say, and reads what was signed: nothing secret of a link is kept anywhere. */
@Injectable()
export class LinkSigning {
  constructor(private readonly secrets: Secrets) {}

  async sign(token: LinkToken): Promise<string> {
    const text = textOf(token);
    return `${text}.${await this.#mac(text)}`;
  }

  /** Undefined for what was not signed here. */
  async read(text: string): Promise<LinkToken | undefined> {
    const parts = partsOf(text);
    if (parts === undefined) return undefined;
    const right = Buffer.from(await this.#mac(parts.signed));
    const given = Buffer.from(parts.mac);
    const isOurs = right.length === given.length && timingSafeEqual(right, given);
    return isOurs ? tokenOf(parts.signed) : undefined;
  }

  #mac(text: string): Promise<string> {
    return this.secrets.sign('link', text);
  }
}
