import { NoSuchKey } from '@aws-sdk/client-s3';
import type { Aws } from '../../aws/index.js';
import { checkKey, Storage } from '../storage.js';

/** Files in an S3 bucket of the home account, for several machines. */
export class BucketStorage extends Storage {
  constructor(
    private readonly aws: Aws,
    private readonly bucket: string,
  ) {
    super();
  }

  override async put(key: string, content: Uint8Array): Promise<void> {
    const s3 = await this.aws.s3();
    await s3.putObject({ Bucket: this.bucket, Key: checkKey(key), Body: content });
  }

  override async get(key: string): Promise<Uint8Array | undefined> {
    const s3 = await this.aws.s3();
    try {
      const object = await s3.getObject({ Bucket: this.bucket, Key: checkKey(key) });
      return await object.Body?.transformToByteArray();
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }

  override async delete(key: string): Promise<void> {
    const s3 = await this.aws.s3();
    await s3.deleteObject({ Bucket: this.bucket, Key: checkKey(key) });
  }
}
