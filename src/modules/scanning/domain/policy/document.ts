import { z } from 'zod';
import { type NoEvidence, type Part } from '../part.js';

/**
 * Who is meant. `*` is the bare `"Principal": "*"`, which means the same as `{"AWS": "*"}`: anybody, also without
 * credentials. docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
const principal = z.object({
  type: z.enum(['AWS', 'Service', 'Federated', 'CanonicalUser', '*']),
  id: z.string(),
});
export type Principal = z.infer<typeof principal>;

/** All values of one key under one operator: any of them makes it true. Conditions of a statement all have to hold. */
const condition = z.object({ operator: z.string(), key: z.string(), values: z.array(z.string()) });
export type Condition = z.infer<typeof condition>;

const statement = z.object({
  sid: z.string().nullable(),
  effect: z.enum(['Allow', 'Deny']),
  /** Both null in policies of identities: the principal is whoever the policy is attached to. */
  principals: z.array(principal).nullable(),
  notPrincipals: z.array(principal).nullable(),
  actions: z.array(z.string()).nullable(),
  notActions: z.array(z.string()).nullable(),
  /** Both null where the policy has no Resource (trust policies, ECR): what it is attached to. */
  resources: z.array(z.string()).nullable(),
  notResources: z.array(z.string()).nullable(),
  conditions: z.array(condition),
});
export type Statement = z.infer<typeof statement>;

/** A policy as controls read it: lists are lists, sorted and without doubles; statements in their own order. */
export const policyDocument = z.object({ version: z.string().nullable(), statements: z.array(statement) });
export type PolicyDocument = z.infer<typeof policyDocument>;

/** What AWS's grammar allows: IAM/latest/UserGuide/reference_policies_grammar.html. */
const oneOrMore = z.union([z.string(), z.array(z.string())]);
const scalar = z.union([z.string(), z.number(), z.boolean()]);
const written = z.object({
  Version: z.string().optional(),
  Statement: z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())]),
});
const writtenStatement = z
  .object({
    Sid: z.string().optional(),
    Effect: z.enum(['Allow', 'Deny']),
    Principal: z.union([z.literal('*'), z.partialRecord(principal.shape.type, oneOrMore)]).optional(),
    NotPrincipal: z.union([z.literal('*'), z.partialRecord(principal.shape.type, oneOrMore)]).optional(),
    Action: oneOrMore.optional(),
    NotAction: oneOrMore.optional(),
    Resource: oneOrMore.optional(),
    NotResource: oneOrMore.optional(),
    Condition: z.record(z.string(), z.record(z.string(), z.union([scalar, z.array(scalar)]))).optional(),
  })
  .refine((one) => (one.Action === undefined) !== (one.NotAction === undefined), {
    error: 'exactly one of Action and NotAction is needed',
  });
type Written = z.infer<typeof writtenStatement>;

/** The text is no policy document of AWS. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
}

/**
 * Reads a policy document as AWS gives it out; one that IAM URL-encodes is to be decoded before.
 *
 * @throws PolicyError where it is no policy: what cannot be read must never count as harmless
 */
export function parsePolicy(text: string): PolicyDocument {
  const { Version, Statement } = check(written, json(text), 'policy');
  return {
    version: Version ?? null,
    statements: [Statement]
      .flat()
      .map((one, i) => normal(check(writtenStatement, one, `statement ${i + 1}`))),
  };
}

/** The same as a part of a configuration: null without a policy, no evidence where it cannot be read. */
export function policyPart(text: string | null | undefined): Part<PolicyDocument | null> {
  if (text === null || text === undefined || text === '') return null;
  try {
    return parsePolicy(text);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return { noEvidence: 'failed', code: 'MalformedPolicy', message: error.message } satisfies NoEvidence;
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new PolicyError('The policy is not JSON');
  }
}

function check<S extends z.ZodType>(schema: S, value: unknown, what: string): z.infer<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = issue?.path.join('.') ?? '';
  throw new PolicyError(
    `The ${what} is not valid${path === '' ? '' : ` at ${path}`}: ${issue?.message ?? '?'}`,
  );
}

const normal = (one: Written): Statement => ({
  sid: one.Sid ?? null,
  effect: one.Effect,
  principals: principalsOf(one.Principal),
  notPrincipals: principalsOf(one.NotPrincipal),
  actions: list(one.Action),
  notActions: list(one.NotAction),
  resources: list(one.Resource),
  notResources: list(one.NotResource),
  conditions: Object.entries(one.Condition ?? {})
    .flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => ({
        operator,
        key,
        values: unique([values].flat().map(String)),
      })),
    )
    .toSorted((a, b) => compare(`${a.operator} ${a.key}`, `${b.operator} ${b.key}`)),
});

function principalsOf(value: Written['Principal']): Principal[] | null {
  if (value === undefined) return null;
  if (value === '*') return [{ type: '*', id: '*' }];
  return (Object.entries(value) as [Principal['type'], string | string[] | undefined][])
    .toSorted(([a], [b]) => compare(a, b))
    .flatMap(([type, ids]) => unique([ids ?? []].flat()).map((id) => ({ type, id })));
}

const list = (value: string | string[] | undefined): string[] | null =>
  value === undefined ? null : unique([value].flat());

const unique = (values: readonly string[]): string[] => [...new Set(values)].toSorted(compare);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
