import { z } from 'zod';
import { call, type Call } from '../../call.js';
import { change, fix, nothing, read, refuse } from '../../fix.js';
import { goneIn } from '../policy.js';

const oneOrMore = z.union([z.string(), z.array(z.string())]);
const statement = z.looseObject({
  Sid: z.string(),
  Effect: z.string(),
  Principal: z.unknown(),
  Action: oneOrMore,
  Resource: oneOrMore,
  Condition: z.record(z.string(), z.record(z.string(), oneOrMore)).optional(),
});
type Statement = z.infer<typeof statement>;

/** Statements in the order of their Sids: what is added again stands last. `RevisionId` changes by itself. */
const policy = z
  .object({ Policy: z.string() })
  .transform(({ Policy }) => JSON.parse(Policy) as unknown)
  .pipe(
    z.looseObject({
      Statement: z
        .array(statement)
        .transform((all) => all.toSorted((a, b) => (a.Sid < b.Sid ? -1 : a.Sid > b.Sid ? 1 : 0))),
    }),
  );

/** By which parameter AddPermission makes a condition. lambda/latest/api/API_AddPermission.html */
const PARAMETERS: Readonly<Record<string, string>> = {
  'arnlike aws:sourcearn': 'SourceArn',
  'stringequals aws:sourceaccount': 'SourceAccount',
  'stringequals aws:principalorgid': 'PrincipalOrgID',
  'stringequals lambda:functionurlauthtype': 'FunctionUrlAuthType',
  'stringequals lambda:eventsourcetoken': 'EventSourceToken',
  'bool lambda:invokedviafunctionurl': 'InvokedViaFunctionUrl',
};

function principalOf(principal: unknown): string | undefined {
  if (typeof principal === 'string') return principal;
  const known = z
    .union([z.strictObject({ AWS: z.string() }), z.strictObject({ Service: z.string() })])
    .safeParse(principal);
  if (!known.success) return undefined;
  return 'AWS' in known.data ? known.data.AWS : known.data.Service;
}

/** The parameters that make this very statement; null: AddPermission could not make it. */
function parametersOf({ Sid, Effect, Principal, Action, Condition = {}, ...rest }: Statement) {
  const who = principalOf(Principal);
  const isPlain = Effect === 'Allow' && typeof Action === 'string' && typeof rest.Resource === 'string';
  if (who === undefined || !isPlain || Object.keys(rest).some((key) => key !== 'Resource')) return null;
  const given: Record<string, unknown> = { StatementId: Sid, Action, Principal: who };
  for (const [operator, keys] of Object.entries(Condition)) {
    for (const [key, value] of Object.entries(keys)) {
      const parameter = PARAMETERS[`${operator} ${key}`.toLowerCase()];
      if (parameter === undefined || typeof value !== 'string') return null;
      given[parameter] = parameter === 'InvokedViaFunctionUrl' ? value === 'true' : value;
    }
  }
  return given;
}

/** Those of the function itself: what the control asks about. Statements of versions and aliases are elsewhere. */
export const closePolicy = fix({
  controls: ['awslambda_function_not_publicly_accessible'],
  type: 'AWS::Lambda::Function',
  title: 'Remove the permissions of everybody to call the function',
  reads: {
    policy: read('lambda', 'GetPolicy', policy, ({ name }) => ({ FunctionName: name }), {
      absent: 'ResourceNotFound',
    }),
  },
  actions: ['lambda:RemovePermission', 'lambda:AddPermission'],
  plan: ({ target: { name }, state: { policy }, evidence }) => {
    const sids = z.array(z.string().nullable()).catch([]).parse(evidence['publicStatements']);
    const open = (policy?.Statement ?? []).filter(({ Sid }) => sids.includes(Sid));
    if (open.length === 0) return nothing('No statement of its policy lets everybody in');
    const other = open.find((one) => parametersOf(one) === null);
    if (other !== undefined) {
      return refuse(`Its statement ${other.Sid} could not be made again as it is: remove it by hand`);
    }
    return change(
      open.map(({ Sid, Action, Principal }) => {
        const who = JSON.stringify(Principal);
        return `The statement ${Sid}, by which ${who} may ${[Action].flat().join(', ')}, will be removed: callers who have no other permission are refused`;
      }),
      open.map(({ Sid }) =>
        call(
          'lambda',
          'RemovePermission',
          { FunctionName: name, StatementId: Sid },
          { done: ['ResourceNotFound'] },
        ),
      ),
    );
  },
  // those that were not removed are there already, and AWS says so; of who was deleted it takes none, nor is any removed
  restore: ({ target: { name }, before: { policy } }) =>
    (policy?.Statement ?? []).flatMap((one): Call[] => {
      const given = parametersOf(one);
      if (given === null || goneIn(JSON.stringify(one.Principal)).length > 0) return [];
      return [
        call('lambda', 'AddPermission', { FunctionName: name, ...given }, { done: ['ResourceConflict'] }),
      ];
    }),
});
