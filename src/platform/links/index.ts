export {
  LinkAct,
  linkActions,
  linkKinds,
  LinkPage,
  type ActedLink,
  type AskedLink,
  type LinkAction,
  type LinkActMark,
  type LinkField,
  type LinkFile,
  type LinkForm,
  type LinkKind,
  type LinkShown,
  type LinkView,
} from './link-page.js';
export { LinkPages } from './link-pages.js';
export { LinksModule } from './links.module.js';
