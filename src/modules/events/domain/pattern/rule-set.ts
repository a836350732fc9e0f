import { fieldsOf, matchesFields } from './match.js';
import type { Pattern } from './pattern.js';

interface Patterned {
  id: string;
  pattern: Pattern;
}

/** The rules of a tenant, ordered so that an event which no rule is about costs next to nothing. */
export interface RuleSet {
  /** Ids of the rules that an event fits. */
  matching: (event: { source: string; 'detail-type': string }) => string[];
  /** Whether some rule is about such events, whatever is in them. */
  isAbout: (event: { source: string; 'detail-type': string }) => boolean;
}

/** Rules are looked up by the event's source and detail type where they name them, and tried only then. */
export function ruleSetOf(rules: readonly Patterned[]): RuleSet {
  const bySource = new Map<string, Filed[]>();
  const ofAny: Filed[] = [];
  for (const rule of rules) {
    const filed = { ...rule, types: textsOf(rule.pattern, 'detail-type') };
    const sources = textsOf(rule.pattern, 'source');
    if (sources === undefined) ofAny.push(filed);
    else for (const source of sources) bySource.set(source, [...(bySource.get(source) ?? []), filed]);
  }
  const paths = new Set(rules.flatMap(({ pattern }) => [...pattern.paths]));
  const triedOn: (event: { source: string; 'detail-type': string }) => Patterned[] = (event) =>
    [bySource.get(event.source) ?? [], ofAny]
      .flat()
      .filter(({ types }) => types?.has(event['detail-type']) ?? true);
  return {
    isAbout: (event) => triedOn(event).length > 0,
    matching: (event) => {
      const tried = triedOn(event);
      if (tried.length === 0) return [];
      const fields = fieldsOf(event, paths);
      return tried.filter(({ pattern }) => matchesFields(pattern, fields)).map(({ id }) => id);
    },
  };
}

interface Filed extends Patterned {
  types: ReadonlySet<string> | undefined;
}

/** All texts that a field may be; undefined where it may be something else, too. */
function textsOf({ alternatives }: Pattern, path: string): ReadonlySet<string> | undefined {
  const found = new Set<string>();
  for (const alternative of alternatives) {
    const texts = alternative.find((wanted) => wanted.path === path)?.texts;
    if (texts === undefined || texts === null) return undefined;
    for (const text of texts) found.add(text);
  }
  return found;
}
