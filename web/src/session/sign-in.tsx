import { type FormEvent, useState } from 'react';
import { useSignIn } from '../api/session.js';
import { Logo } from '../ui/logo.js';

/** Asks for a key. It goes to the API once, and is kept nowhere in the page. */
export function SignIn({ refused }: { refused: string | undefined }) {
  const signIn = useSignIn();
  const [key, setKey] = useState('');
  const problem = signIn.error?.message ?? refused;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate(key.trim(), { onSettled: () => setKey('') });
  };
  return (
    <main className="door">
      <form className="card door-card" onSubmit={submit}>
        <h1 className="brand">
          <Logo /> Compliance Shepherd
        </h1>
        <label htmlFor="key">API key</label>
        <input
          id="key"
          type="password"
          autoComplete="off"
          spellCheck={false}
          required
          maxLength={256}
          value={key}
          onChange={({ target }) => setKey(target.value)}
          aria-describedby={problem === undefined ? 'key-help' : 'key-problem key-help'}
          aria-invalid={problem !== undefined}
        />
        {problem !== undefined && (
          <p id="key-problem" className="problem" role="alert">
            {problem}
          </p>
        )}
        <p id="key-help" className="soft">
          <code>npm start</code> prints a link that signs in once, and where the platform key is. An admin
          makes keys for others: <code>POST /api-keys</code>.
        </p>
        <button className="button primary" disabled={signIn.isPending}>
          {signIn.isPending ? 'Signing in …' : 'Sign in'}
        </button>
      </form>
    </main>
  );
}
