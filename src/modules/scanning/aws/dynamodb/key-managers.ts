import { type Aws } from '../../../../platform/aws/index.js';
import { type DynamodbTable } from '../../domain/resources/dynamodb/table.js';
import { read } from '../reader.js';

type KeyManager = DynamodbTable['keyManager'];

export interface KeyManagers {
  of(keyArn: string): Promise<KeyManager>;
}

/**
 * Who manages the keys of tables. DescribeTable names a customer's key and aws/dynamodb alike by an ARN, so each key
 * is asked for once in a listing.
 *
 * Asking by the alias `alias/aws/dynamodb` instead would be one call for all, but makes that key where there is none
 * (KMS API, DescribeKey): a scan changes nothing.
 */
export function keyManagers(aws: Aws): KeyManagers {
  const known = new Map<string, Promise<KeyManager>>();
  return {
    of(keyArn) {
      const asked = known.get(keyArn) ?? ask(aws, keyArn);
      known.set(keyArn, asked);
      return asked;
    },
  };
}

async function ask(aws: Aws, KeyId: string): Promise<KeyManager> {
  const owner = KeyId.split(':')[4];
  // AWS's own key is always of the table's account: one of another account is some customer's
  if (owner !== undefined && owner !== aws.account.accountId) return 'CUSTOMER';
  return read(
    async () => {
      const kms = await aws.kms();
      const { KeyMetadata: key } = await kms.describeKey({ KeyId });
      return key?.KeyManager === 'AWS' ? ('AWS' as const) : ('CUSTOMER' as const);
    },
    { absent: 'NotFound' },
  ).then((manager) => manager ?? 'CUSTOMER'); // deleted: only a customer's key can be
}
