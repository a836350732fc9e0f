import type { Provider } from '@nestjs/common';
import { AccessLinkUrls } from './access-link-urls.js';
import { LinkUrls } from './link-urls.js';

export const linksProviders: Provider[] = [{ provide: LinkUrls, useClass: AccessLinkUrls }];
