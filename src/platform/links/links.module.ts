import { Global, Module } from '@nestjs/common';
import { LinkPages } from './link-pages.js';

@Global()
@Module({ providers: [LinkPages], exports: [LinkPages] })
export class LinksModule {}
