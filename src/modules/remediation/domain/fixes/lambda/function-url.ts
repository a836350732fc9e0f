import { z } from 'zod';
import { call, type Call } from '../../call.js';
import { change, fix, nothing, read, refuse } from '../../fix.js';

const url = z.object({ FunctionArn: z.string(), FunctionUrl: z.string(), AuthType: z.string() });
type Url = z.infer<typeof url>;

/** A function has one, and each of its aliases: more than a page of them has nobody. */
const PAGE = 50;

/** What stands behind `function:NAME:`. */
const qualifierOf = ({ FunctionArn }: Url): string | undefined => FunctionArn.split(':')[7];

const set = (FunctionName: string, one: Url, AuthType: string): Call => {
  const Qualifier = qualifierOf(one);
  return call('lambda', 'UpdateFunctionUrlConfig', {
    ...{ FunctionName, AuthType },
    ...(Qualifier === undefined ? {} : { Qualifier }),
  });
};

const open = (urls: readonly Url[]): Url[] => urls.filter(({ AuthType }) => AuthType !== 'AWS_IAM');

/** lambda/latest/dg/urls-auth.html; what is not named of a URL (CORS, invoke mode) stays as it is. */
export const authenticateUrl = fix({
  controls: ['awslambda_function_url_public'],
  type: 'AWS::Lambda::Function',
  title: 'Let the URLs of the function ask for IAM authentication',
  reads: {
    urls: read(
      'lambda',
      'ListFunctionUrlConfigs',
      z.object({
        FunctionUrlConfigs: z
          .array(url)
          .transform((urls) => urls.toSorted((a, b) => (a.FunctionArn < b.FunctionArn ? -1 : 1))),
        NextMarker: z.string().optional(),
      }),
      ({ name }) => ({ FunctionName: name, MaxItems: PAGE }),
    ),
  },
  actions: ['lambda:UpdateFunctionUrlConfig'],
  plan: ({ target: { name }, state: { urls } }) => {
    if (urls.NextMarker !== undefined) return refuse(`It has more than ${PAGE} URLs: change them by hand`);
    const found = open(urls.FunctionUrlConfigs);
    if (found.length === 0) return nothing('Each of its URLs asks for IAM authentication');
    return change(
      found.map(
        ({ FunctionUrl }) =>
          `${FunctionUrl} will refuse each request that is not signed: browsers and webhooks that call it no longer can`,
      ),
      found.map((one) => set(name, one, 'AWS_IAM')),
    );
  },
  restore: ({ target: { name }, before: { urls } }) =>
    open(urls.FunctionUrlConfigs).map((one) => set(name, one, one.AuthType)),
});
