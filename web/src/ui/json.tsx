import { Copy } from './copy.js';

/** More than this is for a file, not for a page. */
const SHOWN = 50_000;

/** A value as its text, to be opened. @param name of what it is, such as `Input` */
export function Json({ name, value, isOpen = false }: { name: string; value: unknown; isOpen?: boolean }) {
  const text = JSON.stringify(value, undefined, 2) ?? 'null';
  return (
    <details className="json" open={isOpen}>
      <summary>{name}</summary>
      <Copy text={text} what={name.toLowerCase()} />
      {/* who has no mouse scrolls it by the keyboard */}
      <pre tabIndex={0} aria-label={name}>
        {text.slice(0, SHOWN)}
      </pre>
      {text.length > SHOWN && (
        <p className="soft">The first {SHOWN.toLocaleString('en-US')} characters; all of it is copied.</p>
      )}
    </details>
  );
}

/** The JSON object that was written, none where nothing was; undefined where the text is no object. */
export function objectIn(text: string): Record<string, unknown> | undefined {
  const value = text.trim() === '' ? {} : parsed(text);
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

/** JSON text as a value; text that is none stays text. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
