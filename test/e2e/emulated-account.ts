import { EC2 } from '@aws-sdk/client-ec2';
import { IAM } from '@aws-sdk/client-iam';
import { S3 } from '@aws-sdk/client-s3';
import { STS } from '@aws-sdk/client-sts';

/** The regions that the accounts of these specs are registered with. */
export const HOME = 'us-east-1';
export const ABROAD = 'eu-west-1';

interface ClientOptions {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string };
}

/** An AWS account of the emulator that no other test has, with clients that go past any fault proxy. */
export interface EmulatedAccount {
  accountId: string;
  roleArn: string;
  s3: S3;
  iam: IAM;
  /** How a client of another service reaches it. */
  at: (region: string) => ClientOptions;
  ec2(region: string): EC2;
  /** An unattached gp2 volume; gives back its ARN. */
  volume(region: string, sizeGb: number, tags?: Record<string, string>): Promise<string>;
  bucket(name: string): Promise<string>;
  /** A user with an active key that was never used. */
  user(name: string): Promise<{ arn: string; keyId: string; keyArn: string }>;
  close(): void;
}

const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };

/** The app, and what it starts, take their credentials from here; the emulator believes any. */
export function giveCredentials(): void {
  process.env['AWS_ACCESS_KEY_ID'] = CREDENTIALS.accessKeyId;
  process.env['AWS_SECRET_ACCESS_KEY'] = CREDENTIALS.secretAccessKey;
}

export async function emulatedAccount(endpoint: string): Promise<EmulatedAccount> {
  const accountId = String(4e11 + Math.floor(Math.random() * 1e11));
  const roleArn = `arn:aws:iam::${accountId}:role/QrieInventoryRole`;
  const sts = new STS({ endpoint, region: HOME, credentials: CREDENTIALS });
  const { Credentials: given } = await sts.assumeRole({ RoleArn: roleArn, RoleSessionName: 'seed' });
  sts.destroy();
  const credentials = {
    accessKeyId: given?.AccessKeyId ?? '',
    secretAccessKey: given?.SecretAccessKey ?? '',
    sessionToken: given?.SessionToken ?? '',
  };
  const at = (region: string) => ({ endpoint, region, credentials, forcePathStyle: true });
  const ec2s = new Map([HOME, ABROAD].map((region) => [region, new EC2(at(region))]));
  const s3 = new S3(at(HOME));
  const iam = new IAM(at(HOME));
  const ec2 = (region: string) => {
    const client = ec2s.get(region);
    if (client === undefined) throw new Error(`no client for ${region}`);
    return client;
  };
  return {
    ...{ accountId, roleArn, s3, iam, ec2, at },
    volume: async (region, Size, tags = {}) => {
      const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      const { VolumeId } = await ec2(region).createVolume({
        ...{ AvailabilityZone: `${region}a`, Size, VolumeType: 'gp2' },
        ...(Tags.length === 0 ? {} : { TagSpecifications: [{ ResourceType: 'volume', Tags }] }),
      });
      return `arn:aws:ec2:${region}:${accountId}:volume/${VolumeId ?? ''}`;
    },
    bucket: async (Bucket) => {
      await s3.createBucket({ Bucket });
      return `arn:aws:s3:::${Bucket}`;
    },
    user: async (UserName) => {
      await iam.createUser({ UserName });
      const { AccessKey } = await iam.createAccessKey({ UserName });
      const [arn, keyId] = [`arn:aws:iam::${accountId}:user/${UserName}`, AccessKey?.AccessKeyId ?? ''];
      return { arn, keyId, keyArn: `${arn}/access-key/${keyId}` };
    },
    close: () => {
      for (const client of [...ec2s.values(), s3, iam]) client.destroy();
    },
  };
}

/** The id at the end of an ARN. */
export const idOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);
