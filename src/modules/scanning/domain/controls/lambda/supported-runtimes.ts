import { control, fail, notApplicable, pass, undecided } from '../../control.js';
import { lambdaFunction } from '../../resources/lambda/function.js';
import { runtimeDeprecations, runtimesAsOf, runtimesSource } from './runtimes.js';

export const supportedRuntimes = control({
  id: 'awslambda_function_using_supported_runtimes',
  on: lambdaFunction,
  severity: 'medium',
  class: 'security',
  title: 'Lambda function runs on a runtime that AWS no longer patches',
  risk: 'Weaknesses found since the end of support stay open in every call of the function.',
  remediation: {
    text: 'Test the code on a supported version of its language, then change the function’s runtime.',
    steps: ['lambda UpdateFunctionConfiguration with the new runtime, after the code was made to fit it'],
    url: 'https://docs.aws.amazon.com/lambda/latest/dg/runtimes-update.html',
  },
  needs: [],
  /** Runtimes that are not to be used though AWS still patches them. */
  parameters: { alsoUnsupported: [] as readonly string[] },
  decide: ({ packageType, runtime }, { now, parameters: { alsoUnsupported } }) => {
    // an image brings its own runtime, of which Lambda knows nothing
    if (packageType === 'Image') return notApplicable({ packageType });
    if (runtime === null) return undecided('AWS told no runtime', { packageType });
    const deprecatedOn = runtimeDeprecations[runtime] ?? null;
    const evidence = { runtime, deprecatedOn, source: runtimesSource, asOf: runtimesAsOf };
    if (alsoUnsupported.includes(runtime)) return fail({ ...evidence, alsoUnsupported });
    // one that the table lacks is newer than it: AWS never adds what it has stopped patching
    return deprecatedOn !== null && Date.parse(deprecatedOn) <= now.getTime()
      ? fail(evidence)
      : pass(evidence);
  },
});
