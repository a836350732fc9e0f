/** An event as it goes out. */
export interface BusEntry {
  source: string;
  detailType: string;
  detail: Record<string, unknown>;
  /** ARNs of what it is about. */
  resources: readonly string[];
  time: Date;
}

/** PutEvents takes less than 256 KB (eventbridge/latest/userguide/eb-putevents.html). */
export const MAX_ENTRY_BYTES = 255 * 1024;
/** Of a `Time`, whatever it says. */
const TIME_BYTES = 14;

const bytes = (text: string): number => new TextEncoder().encode(text).length;

/** As AWS counts it: the time, and each text in UTF-8. */
export function entryBytes({ source, detailType, detail, resources }: BusEntry): number {
  const texts = [source, detailType, JSON.stringify(detail), ...resources];
  return texts.reduce((sum, text) => sum + bytes(text), TIME_BYTES);
}

/** What was left of a list or a text, and how much of it there was. */
interface Trim {
  kept: number;
  of: number;
}

/**
 * The entry where it is small enough; else with its largest lists and texts cut, and `trimmed` saying which: what goes
 * out is less than all rather than nothing.
 */
export function fitted(entry: BusEntry, limit: number = MAX_ENTRY_BYTES): BusEntry {
  const trims: Record<string, Trim> = {};
  let detail = entry.detail;
  const made = () => ({
    ...entry,
    detail: Object.keys(trims).length > 0 ? { ...detail, trimmed: trims } : detail,
  });
  while (entryBytes(made()) > limit) {
    const largest = largestOf(detail);
    if (largest === undefined) return made();
    const [name, value] = largest;
    const kept = Math.floor(value.length / 2);
    trims[name] = { kept, of: trims[name]?.of ?? value.length };
    detail = { ...detail, [name]: value.slice(0, kept) };
  }
  return made();
}

/** The list or text that takes the most room. */
function largestOf(detail: Record<string, unknown>): [string, string | unknown[]] | undefined {
  const all = Object.entries(detail).filter(
    (field): field is [string, string | unknown[]] =>
      (typeof field[1] === 'string' || Array.isArray(field[1])) && field[1].length > 0,
  );
  const room = (value: unknown) => bytes(JSON.stringify(value));
  return all.sort(([, a], [, b]) => room(b) - room(a))[0];
}
