import { readdirSync, readFileSync } from 'node:fs';
import { parsers } from 'prettier/plugins/yaml';
import { z } from 'zod';

/**
 * CloudFormation's YAML, read and written: `!Ref x` is `{Ref: x}` here, `!Sub` and the others are `{'Fn::Sub': …}`.
 * The reader is prettier's; it knows no tags, which we turn into the long forms that CloudFormation has for them.
 */

export type Value = string | number | boolean | null | Value[] | { [key: string]: Value };
export type Block = { [key: string]: Value };

const resource = z.looseObject({
  Type: z.string(),
  Condition: z.string().optional(),
  DeletionPolicy: z.string().optional(),
  Properties: z.record(z.string(), z.unknown()).default({}),
});
const parameter = z.looseObject({
  Type: z.string(),
  Default: z.union([z.string(), z.number()]).optional(),
});
const template = z.object({
  Description: z.string(),
  Parameters: z.record(z.string(), parameter).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Resources: z.record(z.string(), resource),
  Outputs: z.record(z.string(), z.object({ Value: z.unknown() }).loose()).default({}),
});
export type Template = z.infer<typeof template>;

export const TEMPLATES = new URL('../../deploy/templates/', import.meta.url);
export const templateText = (name: string): string =>
  readFileSync(new URL(`${name}.yaml`, TEMPLATES), 'utf8');
export const templateNames = (): string[] =>
  readdirSync(TEMPLATES)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort();

const known = new Map<string, Template>();
export function templateOf(name: string): Template {
  const found = known.get(name) ?? template.parse(read(templateText(name)));
  known.set(name, found);
  return found;
}

interface Node {
  type: string;
  tag?: { value: string } | null;
  value?: string;
  children?: Node[];
}

/** The first document of `text`. */
export function read(text: string): Value {
  const root = (parsers.yaml.parse as (text: string) => unknown)(text) as Node;
  const body = root.children?.[0]?.children?.find(({ type }) => type === 'documentBody');
  return valueOf(body?.children?.[0]);
}

function valueOf(node: Node | undefined): Value {
  if (node === undefined) return null;
  const plain = withoutTag(node);
  const tag = node.tag?.value;
  if (tag === undefined) return plain;
  if (tag === '!Ref') return { Ref: plain };
  if (tag === '!Condition') return { Condition: plain };
  // a.b.c is of the resource a
  const isPath = tag === '!GetAtt' && typeof plain === 'string';
  return { [`Fn::${tag.slice(1)}`]: isPath ? splitOnce(plain) : plain };
}

const splitOnce = (path: string): string[] => {
  const dot = path.indexOf('.');
  return [path.slice(0, dot), path.slice(dot + 1)];
};

function withoutTag(node: Node): Value {
  const { type, value = '', children = [] } = node;
  if (type === 'mapping' || type === 'flowMapping') {
    return Object.fromEntries(
      children.map(({ children: [key, item] = [] }) => [
        key?.children?.[0]?.value ?? '',
        valueOf(item?.children?.[0]),
      ]),
    );
  }
  if (type === 'sequence' || type === 'flowSequence') {
    return children.map(({ children: [item] = [] }) => valueOf(item));
  }
  if (type !== 'plain') return value;
  if (/^-?\d+(\.\d+)?$/.test(value)) return Number(value);
  return value === 'true' ? true : value === 'false' ? false : value;
}

/** `value` as lines of YAML that stand `indent` characters in; Ref, Fn::Sub and so on in their short forms. */
export function written(value: Value, indent: number): string {
  return lines(value)
    .map((line) => ' '.repeat(indent) + line)
    .join('\n');
}

function lines(value: Value): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item) => {
      const [first = '', ...rest] = lines(item);
      return [`- ${first}`, ...rest.map((line) => `  ${line}`)];
    });
  }
  if (isScalar(value)) return [typeof value === 'string' ? quoted(value) : String(value)];
  const short = shortForm(value);
  if (short !== undefined) {
    const [tag, inner] = short;
    const own = lines(inner);
    return isScalar(inner) ? [`${tag} ${own[0] ?? ''}`] : [tag, ...own.map((line) => `  ${line}`)];
  }
  return Object.entries(value).flatMap(([key, item]) => {
    const own = lines(item);
    const [first = '', ...rest] = own;
    const isTagged = !isScalar(item) && shortForm(item) !== undefined;
    // what is tagged begins on the line of its key
    if (isScalar(item) || isTagged) return [`${key}: ${first}`, ...rest.map((line) => `  ${line}`)];
    return [`${key}:`, ...own.map((line) => `  ${line}`)];
  });
}

type Scalar = string | number | boolean | null;
const isScalar = (value: Value): value is Scalar => value === null || typeof value !== 'object';

function shortForm(value: Value[] | Block): [string, Value] | undefined {
  if (Array.isArray(value)) return undefined;
  const [[key, inner] = ['', null], ...more] = Object.entries(value);
  if (more.length > 0) return undefined;
  if (key === 'Ref') return ['!Ref', inner];
  if (key === 'Fn::GetAtt' && Array.isArray(inner)) {
    return ['!GetAtt', inner.filter((part) => typeof part === 'string').join('.')];
  }
  return key.startsWith('Fn::') ? [`!${key.slice(4)}`, inner] : undefined;
}

const quoted = (text: string): string =>
  /^[A-Za-z][\w./:-]*(?<!:)$/.test(text) && !/^(true|false|null|yes|no|on|off)$/i.test(text)
    ? text
    : `'${text.replaceAll("'", "''")}'`;
