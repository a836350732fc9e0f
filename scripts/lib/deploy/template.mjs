import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../project.mjs';

/** What is read from a template here: names alone. What they mean, CloudFormation says. */

/** CloudFormation quotas: of a template in a request, not in S3. */
const MOST_BYTES = 51_200;

/** Where the templates lie, unless --templates says otherwise. */
export const TEMPLATES = join(ROOT, 'deploy/templates');

/** @returns {{ file: string, body: string, resources: { id: string, type: string }[], outputs: string[] }} */
export function readTemplate(folder, file) {
  const body = readFileSync(join(folder, file), 'utf8');
  if (Buffer.byteLength(body) > MOST_BYTES)
    throw new Error(`${join(folder, file)} has more than ${MOST_BYTES} bytes.`);
  return { file, body, ...namesIn(body) };
}

/** Templates are block YAML with two spaces a level, as prettier writes them; a test compares with what AWS reads. */
export function namesIn(body) {
  const resources = [];
  const outputs = [];
  let section = '';
  let id = '';
  for (const line of body.split('\n')) {
    section =
      /^(\w+):\s*(#.*)?$/.exec(line)?.[1] ?? (/^\S/.test(line) && !line.startsWith('#') ? '' : section);
    const name = /^ {2}([A-Za-z0-9]+):\s*(#.*)?$/.exec(line)?.[1];
    if (name !== undefined) id = name;
    if (name !== undefined && section === 'Outputs') outputs.push(name);
    const type = /^ {4}Type:\s*['"]?([\w:]+)/.exec(line)?.[1];
    if (type !== undefined && section === 'Resources') resources.push({ id, type });
  }
  return { resources, outputs };
}
