import { Injectable } from '@nestjs/common';
import { Links } from '../access/index.js';
import type { LinkTarget } from './domain/message.js';
import { LinkUrls } from './link-urls.js';

@Injectable()
export class AccessLinkUrls extends LinkUrls {
  constructor(private readonly links: Links) {
    super();
  }

  urlOf(tenantId: string, to: LinkTarget): Promise<string | undefined> {
    return this.links.urlOf(tenantId, to);
  }
}
