import { z } from 'zod';
import type { TestApp } from '../../support/app.js';

/** A schema of OpenAPI 3.0, with what it refers to put in place. */
export interface Schema {
  example?: unknown;
  type?: string;
  format?: string;
  enum?: unknown[];
  nullable?: boolean;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  minItems?: number;
  default?: unknown;
  minimum?: number;
  maximum?: number;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  schema: Schema;
}

/** One route, as the document tells of it. */
export interface Operation {
  /** `POST /scans` */
  name: string;
  method: string;
  path: string;
  summary: string;
  /** The least role that may call it; undefined: it needs no key. */
  role: string | undefined;
  isPublic: boolean;
  parameters: Parameter[];
  body: { schema: Schema; required: boolean } | undefined;
  /** By status; null where no JSON is answered. */
  responses: Record<string, Schema | null>;
}

interface Content {
  content?: Record<string, { schema?: Schema }>;
}

interface RawOperation {
  operationId?: string;
  summary?: string;
  description?: string;
  'x-role'?: string;
  security?: object[];
  parameters?: Parameter[];
  requestBody?: Content & { required?: boolean };
  responses?: Record<string, Content & { description?: string }>;
}

export interface OpenApi {
  openapi: string;
  info: { title?: string; version?: string };
  paths: Record<string, Record<string, RawOperation>>;
  components: { schemas: Record<string, Schema>; securitySchemes: Record<string, unknown> };
}

export const documentOf = async (app: TestApp): Promise<OpenApi> =>
  (await app.request<OpenApi>('GET', '/docs-json', { key: null })).body;

/** Every route of the document: what the specs here walk, so that a new route is tested from its first day. */
export function operationsOf(document: OpenApi): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, raw]) => {
      const json = ({ content }: Content): Schema | null => {
        const schema = content?.['application/json']?.schema;
        return schema === undefined ? null : resolve(document, schema);
      };
      const schema = raw.requestBody === undefined ? null : json(raw.requestBody);
      return {
        name: `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase(),
        path,
        summary: `${raw.summary ?? ''}${raw.description ?? ''}`,
        role: raw['x-role'],
        isPublic: raw.security?.some((need) => Object.keys(need).length === 0) ?? false,
        parameters: (raw.parameters ?? []).map((one) => ({ ...one, schema: resolve(document, one.schema) })),
        body: schema === null ? undefined : { schema, required: raw.requestBody?.required ?? false },
        responses: Object.fromEntries(
          Object.entries(raw.responses ?? {}).map(([status, answer]) => [status, json(answer)]),
        ),
      };
    }),
  );
}

/** Puts what a schema refers to in its place. @throws Error for a reference that leads nowhere */
function resolve(document: OpenApi, schema: Schema): Schema {
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    if ('$ref' in value && typeof value.$ref === 'string') {
      const found = document.components.schemas[value.$ref.replace('#/components/schemas/', '')];
      if (found === undefined) throw new Error(`${value.$ref} leads nowhere`);
      return walk(found);
    }
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner)]));
  };
  return walk(schema) as Schema;
}

const checks = new WeakMap<Schema, z.ZodType>();

/** What is wrong with a value by a schema of the document; empty when nothing is. */
export function problemsIn(schema: Schema, value: unknown): string[] {
  let check = checks.get(schema);
  if (check === undefined) {
    check = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0], {
      defaultTarget: 'openapi-3.0',
    });
    checks.set(schema, check);
  }
  const result = check.safeParse(value);
  return result.success
    ? []
    : result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

export const accepts = (schema: Schema, value: unknown): boolean => problemsIn(schema, value).length === 0;

/** The path with its parameters filled in; `values` gives what is encoded already. */
export const pathOf = (operation: Operation, value: (parameter: string) => string): string =>
  operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => value(name));

export const parametersIn = (operation: Operation, where: Parameter['in']): Parameter[] =>
  operation.parameters.filter((parameter) => parameter.in === where);

/** A page of a list. Under /workflows it stands in an envelope, its items under their own name (specs/2). */
export interface Page {
  items: unknown[];
  nextCursor: string | null;
}

export function pageOf(body: unknown): Page {
  const { result, ...plain } = body as { result?: Record<string, unknown> };
  const { nextCursor, ...rest } = (result ?? plain) as Page & Record<string, unknown>;
  const items = result === undefined ? rest.items : Object.values(rest).find(Array.isArray);
  if (items === undefined) throw new Error(`this is no page: ${JSON.stringify(body)}`);
  return { items: items as unknown[], nextCursor };
}

/** The fields that every page has, by its schema. */
export const pageFields = (schema: Schema | null | undefined): string[] | undefined =>
  schema?.properties?.['result']?.required ?? schema?.required;

/** A GET without parts of the path, with a cursor: a list. */
export const isList = (operation: Operation): boolean =>
  operation.method === 'GET' && parametersIn(operation, 'query').some(({ name }) => name === 'cursor');
