import { pipeline, type Readable } from 'node:stream';
import { GetObjectCommand, NoSuchKey, type ServerSideEncryption } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Aws } from '../../aws/index.js';
import { measured } from '../measured.js';
import { checkKey, type LinkOptions, Storage, type Stored } from '../storage.js';

/** Files in an S3 bucket of the home account, for several machines; encrypted by KMS (SSE-KMS). */
export class BucketStorage extends Storage {
  readonly #encryption: {
    ServerSideEncryption: ServerSideEncryption;
    SSEKMSKeyId?: string;
    BucketKeyEnabled: boolean;
  };

  /** @param kmsKeyArn left out: AWS's own key for S3 in that account (aws/s3) */
  constructor(
    private readonly aws: Aws,
    private readonly bucket: string,
    kmsKeyArn?: string,
  ) {
    super();
    this.#encryption = {
      ServerSideEncryption: 'aws:kms',
      ...(kmsKeyArn === undefined ? {} : { SSEKMSKeyId: kmsKeyArn }),
      BucketKeyEnabled: true, // one call of KMS for many files
    };
  }

  override async put(key: string, content: Uint8Array): Promise<void> {
    const s3 = await this.aws.s3();
    await s3.putObject({ ...this.#at(key), ...this.#encryption, Body: content });
  }

  /** In parts of 5 MB: an upload that fails is aborted, and the object of before stays. */
  override async putStream(
    key: string,
    content: Readable,
    { contentType }: { contentType: string },
  ): Promise<Stored> {
    const { through, stored } = measured();
    const body = pipeline(content, through, () => undefined); // an error reaches whoever reads `through`
    const params = { ...this.#at(key), ...this.#encryption, ContentType: contentType, Body: body };
    await new Upload({ client: await this.aws.s3(), params, queueSize: 2 }).done();
    return stored();
  }

  override async get(key: string): Promise<Uint8Array | undefined> {
    const object = await this.#object(key);
    return object?.Body?.transformToByteArray();
  }

  override async getStream(key: string): Promise<Readable | undefined> {
    const object = await this.#object(key);
    return object?.Body as Readable | undefined; // in Node it is one
  }

  /** Lives no longer than the credentials that sign it: those of a role end within hours. */
  override async link(
    key: string,
    { filename, contentType, seconds }: LinkOptions,
  ): Promise<string | undefined> {
    const command = new GetObjectCommand({
      ...this.#at(key),
      ResponseContentType: contentType,
      ResponseContentDisposition: `attachment; filename="${filename}"`,
    });
    return getSignedUrl(await this.aws.s3(), command, { expiresIn: seconds });
  }

  override async delete(key: string): Promise<void> {
    const s3 = await this.aws.s3();
    await s3.deleteObject(this.#at(key));
  }

  /** Of an upload that was never completed S3 lists nothing: a lifecycle rule of the bucket ends those. */
  override async *list(): AsyncGenerator<{ key: string; writtenAt: Date }, void> {
    const s3 = await this.aws.s3();
    for (let from: string | undefined; ;) {
      const page = await s3.listObjectsV2({ Bucket: this.bucket, ContinuationToken: from });
      for (const { Key: key, LastModified: writtenAt } of page.Contents ?? [])
        if (key !== undefined && writtenAt !== undefined) yield { key, writtenAt };
      from = page.NextContinuationToken;
      if (from === undefined) return;
    }
  }

  #at(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.bucket, Key: checkKey(key) };
  }

  async #object(key: string) {
    const s3 = await this.aws.s3();
    try {
      return await s3.getObject(this.#at(key));
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }
}
