import { changed, created, deleted, type Rule, type Target } from '../rule.js';
import { each } from './ec2-shapes.js';

type Kind = (path: string) => Target;

/** The actions on a kind by what they do to it; `id` is the field that holds its id, in questions and answers. */
interface Actions {
  id: string;
  /** Of the answer, where the id is in a field that is not called as what was created. */
  within?: string;
  created?: readonly string[];
  changed?: readonly string[];
  deleted?: readonly string[];
}

/** Rules for what is created, changed and deleted by these. */
export function actionsOn(kind: Kind, actions: Actions): Readonly<Record<string, Rule>> {
  const { id, within } = actions;
  return {
    ...each(actions.created ?? [], ({ action, answered }) =>
      created(kind(answered(`${within ?? start(action.replace(/^Create/, ''))}.${id}`, id, `${id}Set[]`))),
    ),
    ...each(actions.changed ?? [], ({ asked, answered }) =>
      changed(kind(`${asked(id, `${id}[]`)}|${answered(id)}`)),
    ),
    ...each(actions.deleted ?? [], ({ asked }) => deleted(kind(asked(id, `${id}Set[]`, `${id}[]`)))),
  };
}

/** Create…, Modify…, Delete… of what is called the same everywhere, and what else changes it. */
export function standard(name: string, kind: Kind, verbs: 'CMD' | 'CD' | 'CM', also: readonly string[] = []) {
  return actionsOn(kind, {
    id: `${start(name)}Id`,
    created: [`Create${name}`],
    changed: [...(verbs.includes('M') ? [`Modify${name}`] : []), ...also],
    deleted: verbs.includes('D') ? [`Delete${name}`] : [],
  });
}

const start = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);
