import type { FieldProblem } from '../../../shared/app-error.js';
import type { Fix } from './fix.js';

/** What guardrails are asked about beside the fixes: modules/patching asks with this as the fix. */
export const PATCH_INSTALLATION = 'patch-installation';

/** What is wrong with the fixes that guardrails name, by path. */
export function fixProblems(
  {
    allowedFixes,
    fixSettings = {},
  }: {
    allowedFixes?: readonly string[] | null | undefined;
    fixSettings?: Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined;
  },
  fixById: (id: string) => Fix | undefined,
): FieldProblem[] {
  const unknown = (id: string, path: string) =>
    id === PATCH_INSTALLATION || fixById(id) !== undefined
      ? []
      : [{ path, message: `there is no fix ${id}` }];
  return [
    ...(allowedFixes ?? []).flatMap((id, i) => unknown(id, `allowedFixes.${i}`)),
    ...Object.entries(fixSettings).flatMap(([id, settings]) => {
      const fix = fixById(id);
      if (fix === undefined)
        return [{ path: `fixSettings.${id}`, message: `there is no fix ${id} with settings` }];
      return settingProblems(fix, settings).map(({ path, message }) => ({
        path: `fixSettings.${path}`,
        message,
      }));
    }),
  ];
}

/** What is wrong with what is set for a fix: names that it does not know, values that it does not take. */
function settingProblems(fix: Fix, settings: Readonly<Record<string, unknown>>): FieldProblem[] {
  const read = settingsOf(fix, settings);
  if ('problems' in read) return read.problems;
  return Object.keys(settings)
    .filter((name) => !Object.hasOwn(read.settings, name))
    .map((name) => ({ path: `${fix.id}.${name}`, message: 'is not a setting of this fix' }));
}

/** What holds for a fix, with its defaults; or what is wrong or missing, by the path from the fix's id on. */
export function settingsOf(
  fix: Fix,
  given: Readonly<Record<string, unknown>> = {},
): { settings: Record<string, unknown> } | { problems: FieldProblem[] } {
  if (fix.settings === undefined) return { settings: {} };
  const read = fix.settings.safeParse(given);
  if (read.success) return { settings: read.data };
  return {
    problems: read.error.issues.map(({ path, message }) => ({
      path: [fix.id, ...path.map(String)].join('.'),
      message,
    })),
  };
}
