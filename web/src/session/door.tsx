import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useSession, useSignIn } from '../api/session.js';
import { router } from '../router.js';
import { Failure } from '../ui/failure.js';
import { SignIn } from './sign-in.js';

/** Shows the page to who is signed in, and asks the others for a key. A sign-in link is used up here. */
export function Door({ code }: { code: string | undefined }) {
  const session = useSession();
  const byLink = useSignIn();
  const isUsed = useRef(false);
  const { mutate } = byLink;
  useEffect(() => {
    if (code === undefined || isUsed.current) return;
    isUsed.current = true; // effects run twice in development, and the code is good once
    mutate(code);
  }, [code, mutate]);

  if (session.isPending || byLink.isPending) return <p className="door" role="status" aria-label="Loading" />;
  if (session.isError)
    return (
      <main className="door">
        <Failure error={session.error} retry={() => void session.refetch()} />
      </main>
    );
  if (session.data === null) return <SignIn refused={byLink.error?.message} />;
  return <RouterProvider router={router} />;
}
