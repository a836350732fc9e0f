import { type IAM } from '@aws-sdk/client-iam';
import {
  type IamVirtualMfaDevice,
  iamVirtualMfaDevice,
} from '../../domain/resources/iam/virtual-mfa-device.js';
import { text, time } from '../fields.js';
import { readerBeside } from '../reader.js';

const LISTED_AT_ONCE = 1_000;

/** Virtual MFA devices come with the listing of users (user.ts). */
export const iamVirtualMfaDeviceReader = readerBeside(iamVirtualMfaDevice, {
  // AWS describes a device to its own user alone
  describe: async (aws, ref) =>
    (await virtualMfaDevices(await aws.iam())).find(({ serialNumber }) => serialNumber === ref.arn) ?? null,
});

/** All of the account, whoever has them: no more than a few thousand, for IAM ends at 5,000 users. */
export async function virtualMfaDevices(iam: IAM): Promise<IamVirtualMfaDevice[]> {
  const devices: IamVirtualMfaDevice[] = [];
  let Marker: string | undefined;
  do {
    const page = await iam.listVirtualMFADevices({ MaxItems: LISTED_AT_ONCE, Marker });
    for (const { SerialNumber, User, EnableDate } of page.VirtualMFADevices ?? []) {
      if (SerialNumber === undefined) continue;
      devices.push({ serialNumber: SerialNumber, userArn: text(User?.Arn), enabledAt: time(EnableDate) });
    }
    Marker = page.IsTruncated === true ? page.Marker : undefined;
  } while (Marker);
  return devices;
}
