import { STS } from '@aws-sdk/client-sts';

const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };

/** Options of clients that go straight to the emulator's account: for what stands before a call, and passes it on. */
export async function emulator(accountId: string, region = 'eu-west-1') {
  const endpoint = process.env['MOTO_URL'] ?? '';
  const sts = new STS({ endpoint, region, credentials: CREDENTIALS });
  const RoleArn = `arn:aws:iam::${accountId}:role/behind`;
  const { Credentials: given } = await sts.assumeRole({ RoleArn, RoleSessionName: 'behind' });
  sts.destroy();
  const credentials = {
    accessKeyId: given?.AccessKeyId ?? '',
    secretAccessKey: given?.SecretAccessKey ?? '',
    sessionToken: given?.SessionToken ?? '',
  };
  return { endpoint, region, credentials };
}
