/** API keys, of which the beginning that lists show stays; and tokens of links. */
const API_KEY = /(shp_[\w-]{8})[\w-]{8,}/g;
/** Up to what ends a path; a backslash too, as the text may be JSON, in which it belongs to what comes after it. */
const LINK = /(\/links\/+)[^/?#\s"\\]+/gi;

/**
 * A text that came from outside without keys and tokens that do something: people put them into paths, names and
 * addresses where none belongs, and what is logged, answered or written down must not carry them on.
 */
export const masked = (text: string): string => text.replace(API_KEY, '$1…').replace(LINK, '$1[token]');
