import { Global, Module } from '@nestjs/common';
import { Secrets } from './secrets.js';
import { SecretKeyStore } from './secrets.store.js';

@Global()
@Module({ providers: [SecretKeyStore, Secrets], exports: [Secrets] })
export class SecretsModule {}
