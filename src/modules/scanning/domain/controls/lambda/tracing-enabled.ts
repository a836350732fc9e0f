import { control, fail, pass } from '../../control.js';
import { lambdaFunction } from '../../resources/lambda/function.js';

export const tracingEnabled = control({
  id: 'awslambda_function_tracing_enabled',
  on: lambdaFunction,
  severity: 'low',
  class: 'security',
  title: 'Lambda function does not trace its calls',
  risk: 'What a call set off in other services can hardly be followed, after an error as after an attack.',
  remediation: {
    text: 'Set the function’s tracing to Active and let its role write to X-Ray.',
    steps: ['lambda UpdateFunctionConfiguration with TracingConfig Mode Active'],
    url: 'https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html',
  },
  needs: [],
  // PassThrough traces only those calls whose caller already asked for it
  decide: ({ tracing }) => (tracing === 'Active' ? pass({ tracing }) : fail({ tracing })),
});
