import { LRUCache } from 'lru-cache';
import { ZoneOffsets } from './offsets.js';

/** ScheduleExpressionTimezone of the EventBridge Scheduler API: at most 50 characters. */
const LONGEST = 50;

/** A letter first, so no offsets such as +02:00; every part of an IANA name begins with a capital. */
const FORM = /^[A-Z][A-Za-z0-9_+-]*(\/[A-Z][A-Za-z0-9_+-]*)*$/;

/**
 * The IANA names without an area. Intl also takes old abbreviations that are none (`IST` could mean three zones) and
 * its own SystemV area.
 */
const WITHOUT_AREA = new Set(
  (
    'CET CST6CDT Cuba EET EST EST5EDT Egypt Eire GB GB-Eire GMT GMT+0 GMT-0 GMT0 Greenwich HST Hongkong Iceland ' +
    'Iran Israel Jamaica Japan Kwajalein Libya MET MST MST7MDT NZ NZ-CHAT Navajo PRC PST8PDT Poland Portugal ROC ' +
    'ROK Singapore Turkey UCT UTC Universal W-SU WET Zulu'
  ).split(' '),
);

const zones = new LRUCache<string, ZoneOffsets>({ max: 500 });

/** Whether this is a name of the IANA database, current or former (`US/Eastern`), in its own spelling. */
export function isTimezone(name: string): boolean {
  if (name.length > LONGEST || !FORM.test(name) || name.startsWith('SystemV/')) return false;
  if (!name.includes('/') && !WITHOUT_AREA.has(name)) return false;
  if (zones.has(name)) return true;
  try {
    const known = new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone;
    return known === name || known.toLowerCase() !== name.toLowerCase();
  } catch {
    return false;
  }
}

/** The offsets of a zone that isTimezone() accepts. Throws RangeError for another. */
export function offsetsOf(timezone: string): ZoneOffsets {
  const known = zones.get(timezone);
  if (known !== undefined) return known;
  const offsets = new ZoneOffsets(timezone);
  zones.set(timezone, offsets);
  return offsets;
}

const DAY_MS = 86_400_000;

/** What the clock on the wall shows at an instant; wall times are milliseconds as if the clock stood in UTC. */
export const wallOf = (zone: ZoneOffsets, instantMs: number): number => instantMs + zone.at(instantMs);

/**
 * When the clock on the wall shows this: no instant in a gap, two where clocks go back, the earlier first. The offset
 * is the one of a day before or of a day after, since no zone changes twice so soon.
 */
export function instantsOf(zone: ZoneOffsets, wallMs: number): number[] {
  const before = zone.at(wallMs - DAY_MS);
  const after = zone.at(wallMs + DAY_MS);
  const offsets = before === after ? [before] : [before, after];
  return offsets
    .map((offset) => wallMs - offset)
    .filter((instant) => wallOf(zone, instant) === wallMs)
    .sort((a, b) => a - b);
}

/** When a run planned for this wall time takes place: undefined in a gap (skipped), the first where it comes twice. */
export const runInstant = (zone: ZoneOffsets, wallMs: number): number | undefined =>
  instantsOf(zone, wallMs)[0];

/** Stretches of wall time that did not exist between two instants: from `fromMs`, up to and without `toMs`. */
export function* gaps(
  zone: ZoneOffsets,
  fromMs: number,
  toMs: number,
): Generator<{ fromMs: number; toMs: number }> {
  for (const { atMs, beforeMs, afterMs } of zone.changes(fromMs, toMs)) {
    if (afterMs > beforeMs) yield { fromMs: atMs + beforeMs, toMs: atMs + afterMs };
  }
}
