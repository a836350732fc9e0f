import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/query-client.js';
import { sessionQuery, takeCode } from './api/session.js';
import { forgetEarly } from './early.js';
import { router } from './router.js';
import { Door } from './session/door.js';
import { applyTheme } from './shell/theme.js';

applyTheme();
const code = takeCode();
if (!location.pathname.startsWith('/ui')) history.replaceState(null, '', '/ui/');
if (code === undefined) {
  // who one is, the page's code and its first numbers are asked for at once, not one after another
  void queryClient.prefetchQuery(sessionQuery);
  void router.load().finally(forgetEarly);
}
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <Door code={code} />
    </QueryClientProvider>
  </StrictMode>,
);
