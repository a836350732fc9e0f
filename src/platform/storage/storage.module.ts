import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { AwsClients } from '../aws/index.js';
import { Config } from '../config/index.js';
import { FolderStorage } from './folder-storage.js';
import { Storage } from './storage.js';

@Global()
@Module({
  providers: [
    {
      provide: Storage,
      inject: [Config, AwsClients],
      useFactory: async (config: Config, aws: AwsClients): Promise<Storage> => {
        const bucket = config.get('REPORTS_BUCKET');
        if (bucket === undefined) return new FolderStorage(join(config.get('DATA_DIR'), 'files'));
        const { BucketStorage } = await import('./aws/bucket-storage.js'); // the SDK is loaded only where it is used
        const home = aws.ambient(config.get('AWS_REGION'));
        return new BucketStorage(home, bucket, config.get('REPORTS_KMS_KEY_ARN'));
      },
    },
  ],
  exports: [Storage],
})
export class StorageModule {}
