import { Injectable } from '@nestjs/common';
import { Secrets } from '../../../platform/secrets/index.js';
import { partsOf, textOf, tokenOf, type LinkToken } from './link-token.js';

const PURPOSE = 'link';

/** Signs what links say, and reads what was signed: nothing secret of a link is kept anywhere. */
@Injectable()
export class LinkSigning {
  constructor(private readonly secrets: Secrets) {}

  async sign(token: LinkToken): Promise<string> {
    const text = textOf(token);
    return `${text}.${await this.secrets.sign(PURPOSE, text)}`;
  }

  /** Undefined for what was not signed here. */
  async read(text: string): Promise<LinkToken | undefined> {
    const parts = partsOf(text);
    if (parts === undefined) return undefined;
    const isOurs = await this.secrets.isSigned(PURPOSE, parts.signed, parts.mac);
    return isOurs ? tokenOf(parts.signed) : undefined;
  }
}
