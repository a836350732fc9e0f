import { type FunctionConfiguration, type Lambda } from '@aws-sdk/client-lambda';
import { type Aws } from '../../../../platform/aws/index.js';
import { isNoEvidence, NOT_READ, type Part } from '../../domain/part.js';
import { policyPart } from '../../domain/policy/index.js';
import { lambdaFunction, type LambdaFunction } from '../../domain/resources/lambda/function.js';
import { text } from '../fields.js';
import { mapConcurrent, present } from '../map-concurrent.js';
import { read, reader, readParts, unlessGone, type Want } from '../reader.js';
import { urlsOf } from './urls.js';
import { zonesOf, type Zones } from './zones.js';

/** The most that ListFunctions gives at once. */
const PAGE = 50;
const GONE = 'ResourceNotFound';

export const lambdaFunctionReader = reader(lambdaFunction, {
  scope: 'region',
  list: async function* (aws, _place, want) {
    const lambda = await aws.lambda();
    let Marker: string | undefined;
    do {
      const page = await lambda.listFunctions({ MaxItems: PAGE, Marker });
      yield await functionsOf(aws, page.Functions ?? [], want);
      Marker = page.NextMarker;
    } while (Marker);
  },
  describe: async (aws, ref) => {
    const here = aws.in(ref.region);
    const lambda = await here.lambda();
    const found = await unlessGone(() => lambda.getFunctionConfiguration({ FunctionName: ref.arn }), GONE);
    const [fn] = found === null ? [] : await functionsOf(here, [found], null);
    return fn ?? null;
  },
});

async function functionsOf(
  aws: Aws,
  page: readonly FunctionConfiguration[],
  want: Want,
): Promise<LambdaFunction[]> {
  const subnets = page.flatMap(({ VpcConfig }) => VpcConfig?.SubnetIds ?? []);
  const asked = want?.has('availabilityZones') ?? true;
  const [lambda, zones] = await Promise.all([aws.lambda(), asked ? zonesOf(aws, subnets) : NOT_READ]);
  return present(await mapConcurrent(page, (fn) => toFunction(aws, lambda, fn, zones, want)));
}

/** null: the function is gone since it was listed. */
const toFunction = (
  aws: Aws,
  lambda: Lambda,
  fn: FunctionConfiguration,
  zones: Part<Zones>,
  want: Want,
): Promise<LambdaFunction | null> =>
  unlessGone(async () => {
    const { FunctionArn: arn, FunctionName: name, VpcConfig } = fn;
    if (arn === undefined || name === undefined) return null;
    // what is asked for by name is asked for once: the tags' call alone says that the function is gone
    const parts = await readParts(want, {
      policy: async () => {
        const policy = await read(() => lambda.getPolicy({ FunctionName: name }), { absent: GONE });
        return isNoEvidence(policy) ? policy : policyPart(policy?.Policy);
      },
      urls: () => read(() => urlsOf(lambda, name, aws.emulated)),
      tags: () => read(async () => (await lambda.listTags({ Resource: arn })).Tags ?? {}),
    });
    const subnetIds = (VpcConfig?.SubnetIds ?? []).toSorted();
    return {
      arn,
      name,
      packageType: text(fn.PackageType) ?? 'Zip',
      runtime: text(fn.Runtime),
      role: text(fn.Role),
      handler: text(fn.Handler),
      timeoutSeconds: fn.Timeout ?? null,
      memoryMb: fn.MemorySize ?? null,
      architectures: (fn.Architectures ?? []).toSorted(),
      layers: (fn.Layers ?? []).flatMap(({ Arn }) => Arn ?? []), // their order decides which file wins
      kmsKeyArn: text(fn.KMSKeyArn),
      tracing: text(fn.TracingConfig?.Mode),
      deadLetterArn: text(fn.DeadLetterConfig?.TargetArn),
      // a function that was taken out of its VPC keeps an empty one
      vpc:
        subnetIds.length === 0
          ? null
          : {
              id: VpcConfig?.VpcId ?? 'unknown',
              subnetIds,
              securityGroupIds: (VpcConfig?.SecurityGroupIds ?? []).toSorted(),
            },
      modifiedAt: timeOf(fn.LastModified),
      availabilityZones: isNoEvidence(zones)
        ? zones
        : [...new Set(subnetIds.flatMap((id) => zones.get(id) ?? []))].sort(),
      ...parts,
    };
  }, GONE);

/** Lambda writes `2026-01-02T03:04:05.000+0000`. */
function timeOf(written: string | undefined): string | null {
  const at = new Date((written ?? '').replace(/\+0000$/, 'Z'));
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
