const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML shows it, in an element as well as in a quoted attribute. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (one) => ENTITIES[one] ?? '');

/** HTML that was escaped already, or is ours. Made by `html` alone. */
export class Markup {
  constructor(readonly text: string) {}
}

type Value = string | Markup | readonly Markup[];

/** Builds HTML: each value between the literal parts is escaped, unless it is markup itself. */
export function html(literals: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const rendered = (value: Value): string => {
    if (value instanceof Markup) return value.text;
    return typeof value === 'string' ? escaped(value) : value.map(({ text }) => text).join('');
  };
  return new Markup(
    literals.reduce((text, literal, index) => `${text}${rendered(values[index - 1] ?? '')}${literal}`),
  );
}
