import './styles/base.css';
import './styles/parts.css';
import './styles/shell.css';
import './styles/bar.css';
import './styles/lists.css';
import './styles/work.css';
import './styles/workflows.css';
import './styles/controls.css';
import './styles/settings.css';
import './styles/incidents.css';
import './styles/patching.css';
import { askEarly } from './early.js';
import { OPEN_PATH } from './pages/overview/open-path.js';

// Who comes by a sign-in link is nobody yet, and is told of the session in the answer to the link.
if (!location.hash.startsWith('#sign-in=')) {
  askEarly('/session');
  if (/^\/(ui\/?)?$/.test(location.pathname)) askEarly(OPEN_PATH);
}
void import('./main.js');
