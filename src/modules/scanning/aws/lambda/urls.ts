import { type FunctionUrlConfig, type Lambda } from '@aws-sdk/client-lambda';
import { type FunctionUrl } from '../../domain/resources/lambda/function.js';
import { byKey } from '../fields.js';
import { unlessGone } from '../reader.js';

const PAGE = 50;

/** The URLs of a function and of its aliases, each of which may have one. The emulator knows the function's alone. */
export async function urlsOf(
  lambda: Lambda,
  FunctionName: string,
  emulated: boolean,
): Promise<FunctionUrl[]> {
  if (emulated) {
    const own = await unlessGone(() => lambda.getFunctionUrlConfig({ FunctionName }), 'ResourceNotFound');
    return own === null ? [] : [toUrl(own)];
  }
  const urls: FunctionUrlConfig[] = [];
  let Marker: string | undefined;
  do {
    const page = await lambda.listFunctionUrlConfigs({ FunctionName, MaxItems: PAGE, Marker });
    urls.push(...(page.FunctionUrlConfigs ?? []));
    Marker = page.NextMarker;
  } while (Marker);
  return byKey(urls.map(toUrl), ({ arn }) => arn);
}

const toUrl = ({
  FunctionArn,
  FunctionUrl,
  AuthType,
  Cors,
}: Pick<FunctionUrlConfig, 'FunctionArn' | 'FunctionUrl' | 'AuthType' | 'Cors'>): FunctionUrl => ({
  arn: FunctionArn ?? 'unknown',
  url: FunctionUrl ?? 'unknown',
  authType: AuthType ?? 'unknown',
  allowOrigins: (Cors?.AllowOrigins ?? []).toSorted(),
});
