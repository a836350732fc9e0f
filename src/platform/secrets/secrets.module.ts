import { Global, Module } from '@nestjs/common';
import { KeyRing } from './key-ring.js';
import { KeySources } from './key-sources.js';
import { KeySuccession } from './key-succession.js';
import { ResealingProcessor } from './resealing.processor.js';
import { Resealing } from './resealing.service.js';
import { SealedStore } from './resealing.store.js';
import { SecretKeysService } from './secret-keys.service.js';
import { Secrets } from './secrets.js';
import { SecretKeyStore } from './secrets.store.js';

@Global()
@Module({
  providers: [
    ...[SecretKeyStore, KeySources, KeySuccession, KeyRing, Secrets],
    ...[SealedStore, Resealing, ResealingProcessor, SecretKeysService],
  ],
  exports: [Secrets, SecretKeysService],
})
export class SecretsModule {}
