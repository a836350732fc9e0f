import type { MjmlNode } from './domain/email/mjml-node.js';

type Compile = (document: MjmlNode) => Promise<string>;

let compile: Promise<Compile> | undefined;

/** MJML as HTML. The library is loaded with the first email: a start without one does not pay for it. */
export async function htmlOf(document: MjmlNode): Promise<string> {
  compile ??= loaded();
  return (await compile)(document);
}

async function loaded(): Promise<Compile> {
  const [core, { default: preset }] = await Promise.all([import('mjml-core'), import('mjml-preset-core')]);
  // CommonJS: the module is what it exports as default
  const { default: mjml2html } = core.default;
  // no fonts: the library would have mail clients load them; no includes: there are no files
  const options = { fonts: {}, presets: [preset], ignoreIncludes: true, validationLevel: 'strict' as const };
  return async (document) => {
    const { html } = await mjml2html(document, options);
    // a third of it is indentation, and Gmail cuts off what is behind the first 102 KB
    return html.replace(/\n\s+/g, '\n');
  };
}
