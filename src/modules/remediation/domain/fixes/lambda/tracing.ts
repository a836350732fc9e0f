import { z } from 'zod';
import { call, type Call } from '../../call.js';
import { change, fix, nothing, read } from '../../fix.js';

/** AWS takes no change while another one is under way. */
const until = (FunctionName: string, is: readonly string[], fails: readonly string[]): Call =>
  call(
    'lambda',
    'GetFunctionConfiguration',
    { FunctionName },
    { until: { path: 'LastUpdateStatus', is, fails, withinSeconds: 300 } },
  );

const set = (FunctionName: string, Mode: string): Call[] => [
  until(FunctionName, ['Successful', 'Failed'], []),
  call('lambda', 'UpdateFunctionConfiguration', { FunctionName, TracingConfig: { Mode } }),
  until(FunctionName, ['Successful'], ['Failed']),
];

/** lambda/latest/dg/services-xray.html. Of what is not published; versions stay as they were published. */
export const traceCalls = fix({
  controls: ['awslambda_function_tracing_enabled'],
  type: 'AWS::Lambda::Function',
  title: 'Trace the calls of the function',
  reads: {
    configuration: read(
      'lambda',
      'GetFunctionConfiguration',
      z.object({ TracingConfig: z.object({ Mode: z.string() }).default({ Mode: 'PassThrough' }) }),
      ({ name }) => ({ FunctionName: name }),
    ),
  },
  actions: ['lambda:UpdateFunctionConfiguration', 'lambda:GetFunctionConfiguration'],
  plan: ({ target: { name }, state: { configuration } }) =>
    configuration.TracingConfig.Mode === 'Active'
      ? nothing('Its tracing is active')
      : change(
          'X-Ray will record a sample of its calls, which is paid for. Its role must be allowed xray:PutTraceSegments and xray:PutTelemetryRecords: AWS refuses the change otherwise',
          set(name, 'Active'),
        ),
  restore: ({ target: { name }, before: { configuration } }) => set(name, configuration.TracingConfig.Mode),
});
