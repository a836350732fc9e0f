import { Global, Module } from '@nestjs/common';
import { EvidenceSources } from './evidence-sources.js';

@Global()
@Module({ providers: [EvidenceSources], exports: [EvidenceSources] })
export class EvidenceModule {}
