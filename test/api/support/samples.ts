import { accepts, type Schema } from './document.js';

/** Texts of every shape that our fields take; the first that a schema accepts is its sample. */
const TEXTS = [
  'sample',
  'sample-1',
  '123456789012',
  'eu-west-1',
  '2099-01-01T00:00:00.000Z',
  'someone@example.com',
  'example.com',
  'https://example.com/x',
  'arn:aws:iam::123456789012:role/Sample',
  'arn:aws:sns:eu-west-1:123456789012:Sample',
  '08:00',
  'Europe/Berlin',
  'xoxb-123456789',
  '1',
];

/** A value that the schema accepts: its example, else of objects the required fields. @throws Error where none is found */
export function sampleOf(schema: Schema): unknown {
  for (const value of candidates(schema)) if (accepts(schema, value)) return value;
  throw new Error(`no sample fits ${JSON.stringify(schema)}: add one to TEXTS`);
}

function* candidates(schema: Schema): Generator<unknown, void> {
  if (schema.example !== undefined) yield schema.example;
  if (schema.enum !== undefined) yield* schema.enum;
  const branches = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  for (const branch of branches) yield* candidates(branch);
  switch (schema.type) {
    case 'string':
      yield* TEXTS;
      break;
    case 'number':
    case 'integer':
      yield* [1, schema.minimum ?? 0, schema.maximum ?? 100];
      break;
    case 'boolean':
      yield true;
      break;
    case 'array':
      yield schema.items === undefined ? [] : [sampleOf(schema.items)];
      break;
    case 'object':
      yield Object.fromEntries(
        (schema.required ?? []).map((name) => [name, sampleOf(schema.properties?.[name] ?? {})]),
      );
      break;
    default:
      yield {};
  }
}

/** A field of a body, however deep, with a body around it in which everything else is right. */
export interface Field {
  path: string[];
  schema: Schema;
  /** Whether it stands at the top of the body, where the guard reads tenantId. */
  isTop: boolean;
  bodyWith: (value: unknown) => unknown;
  /** The body without this field. */
  bodyWithout: () => unknown;
  isRequired: boolean;
  /** The field of which this is a part in one of several shapes: a mistake in it may be named as one of that field. */
  alternativeOf: string | undefined;
}

/** An object in a body (the body itself first) that says which fields it has, and takes no others. */
export interface Part {
  path: string[];
  bodyWith: (extra: Record<string, unknown>) => unknown;
}

/** Every field and every object of a body's schema. */
export function partsOf(body: Schema): { fields: Field[]; objects: Part[] } {
  const fields: Field[] = [];
  const objects: Part[] = [];
  walk(body, [], (value) => value, undefined);
  return { fields, objects };

  function walk(
    schema: Schema,
    path: string[],
    around: (value: unknown) => unknown,
    alternativeOf: string | undefined,
  ): void {
    for (const branch of schema.allOf ?? []) walk(branch, path, around, alternativeOf);
    for (const branch of [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])])
      walk(branch, path, around, alternativeOf ?? path.join('.'));
    if (schema.type === 'array' && schema.items !== undefined) {
      const inner = schema.items;
      const insideList = (value: unknown) => around([value]);
      const bodies = { bodyWith: insideList, bodyWithout: () => around([]) };
      fields.push({ ...bodies, ...of(inner, [...path, '0']), isRequired: false, alternativeOf });
      walk(inner, [...path, '0'], insideList, alternativeOf);
    }
    const { properties, required = [] } = schema;
    if (properties === undefined) return;
    const base = sampleOf({ ...schema, nullable: false }) as Record<string, unknown>;
    const takesMore = (schema.additionalProperties ?? false) !== false;
    if (!takesMore) objects.push({ path, bodyWith: (extra) => around({ ...base, ...extra }) });
    for (const [name, inner] of Object.entries(properties)) {
      const { [name]: _, ...rest } = base;
      const inside = (value: unknown) => around({ ...base, [name]: value });
      const bodies = { bodyWith: inside, bodyWithout: () => around(rest) };
      const isRequired = required.includes(name);
      fields.push({ ...bodies, ...of(inner, [...path, name]), isRequired, alternativeOf });
      walk(inner, [...path, name], inside, alternativeOf);
    }
  }
}

const of = (schema: Schema, path: string[]) => ({ schema, path, isTop: path.length === 1 });
