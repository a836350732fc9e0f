import { Link } from '@tanstack/react-router';

/** What belongs together: what is checked, what of it is one's own, and who asks for it. */
export const Tabs = () => (
  <nav aria-label="Controls and frameworks" className="tabs">
    <Link to="/controls" activeOptions={{ exact: true, includeSearch: false }}>
      All controls
    </Link>
    <Link to="/controls/custom" activeOptions={{ exact: true }}>
      Your own
    </Link>
    <Link to="/frameworks" activeOptions={{ exact: true }}>
      Frameworks
    </Link>
  </nav>
);
