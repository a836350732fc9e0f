import { KMS } from '@aws-sdk/client-kms';
import { RDS } from '@aws-sdk/client-rds';
import { SNS } from '@aws-sdk/client-sns';
import { SQS } from '@aws-sdk/client-sqs';
import { ABROAD, HOME, type EmulatedAccount } from './emulated-account.js';

/** The services of these resources: the emulator answers for all of them in full. */
export const SERVICES = ['kms', 'rds', 's3', 'sns', 'sqs'];

export const ENCRYPTED_QUEUE = 'sqs_queues_server_side_encryption_enabled';
export const PUBLIC_QUEUE = 'sqs_queues_not_publicly_accessible';
export const BACKED_UP = 'rds_instance_backup_enabled';

/** A few resources of several services, with something to find in each. */
export interface ComplianceAccount {
  sqs: SQS;
  rds: RDS;
  database: string;
  bucket: string;
  topic: string;
  key: string;
  /** Encrypted, of the team `data`. */
  sealed: string;
  /** Not encrypted, of the team `data`. */
  plain: string;
  /** Not encrypted, of no team. */
  other: string;
  /** Not encrypted, in another region. */
  abroad: string;
  queue(name: string, isEncrypted: boolean, tags?: Record<string, string>): Promise<string>;
  encrypt(queue: string, isEncrypted: boolean): Promise<void>;
  close(): void;
}

export async function complianceAccount(account: EmulatedAccount): Promise<ComplianceAccount> {
  const { accountId, at } = account;
  const [sqs, away, rds] = [new SQS(at(HOME)), new SQS(at(ABROAD)), new RDS(at(HOME))];
  const [sns, kms] = [new SNS(at(HOME)), new KMS(at(HOME))];
  const sse = (is: boolean) => ({ SqsManagedSseEnabled: String(is) });
  const queue: ComplianceAccount['queue'] = async (QueueName, isEncrypted, tags = {}) => {
    await sqs.createQueue({ QueueName, Attributes: sse(isEncrypted), tags });
    return `arn:aws:sqs:${HOME}:${accountId}:${QueueName}`;
  };
  const team = { Team: 'data' };
  const { DBInstance } = await rds.createDBInstance({
    ...{ DBInstanceIdentifier: 'orders', DBInstanceClass: 'db.t3.micro', Engine: 'postgres' },
    ...{ AllocatedStorage: 20, StorageEncrypted: true, BackupRetentionPeriod: 7 },
    ...{ MasterUsername: 'owner', MasterUserPassword: 'not-a-secret' },
  });
  const { KeyMetadata } = await kms.createKey({});
  const { TopicArn } = await sns.createTopic({ Name: 'news' });
  await away.createQueue({ QueueName: 'abroad', Attributes: sse(false) });
  return {
    ...{ sqs, rds, queue, database: DBInstance?.DBInstanceArn ?? '', topic: TopicArn ?? '' },
    ...{ key: KeyMetadata?.Arn ?? '', bucket: await account.bucket(`verdicts-${accountId}`) },
    ...{ sealed: await queue('sealed', true, team), plain: await queue('plain', false, team) },
    ...{ other: await queue('other', false), abroad: `arn:aws:sqs:${ABROAD}:${accountId}:abroad` },
    encrypt: async (arn, isEncrypted) => {
      const { QueueUrl } = await sqs.getQueueUrl({ QueueName: arn.split(':').at(-1) });
      await sqs.setQueueAttributes({ QueueUrl, Attributes: sse(isEncrypted) });
    },
    close: () => {
      for (const client of [sqs, away, rds, sns, kms]) client.destroy();
    },
  };
}
