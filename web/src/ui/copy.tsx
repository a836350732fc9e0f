import { useState } from 'react';

/** Copies a text, and says so. @param what it is, for who cannot see the button's place */
export function Copy({ text, what, label }: { text: string; what: string; label?: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <button
      type="button"
      className="copy"
      onClick={() => void copy()}
      aria-label={`Copy ${what}`}
      title={`Copy ${what}`}
    >
      {isCopied ? <Tick /> : (label ?? <Sheets />)}
      <span className="hidden" role="status">
        {isCopied ? 'Copied' : ''}
      </span>
    </button>
  );
}

// drawn, as few fonts have such signs
const Sheets = () => (
  <svg width="14" height="14" viewBox="0 0 14 14" fill="none" stroke="currentColor" aria-hidden="true">
    <rect x="1.5" y="3.5" width="7" height="9" rx="1" />
    <path d="M5 3.500V2a1 1 0 0 1 1-1h6a1 1 0 0 1 1 1v7.500a1 1 0 0 1-1 1H8.500" />
  </svg>
);
const Tick = () => (
  <svg width="14" height="14" viewBox="0 0 14 14" fill="none" stroke="currentColor" aria-hidden="true">
    <path d="m2 7.500 3.500 3.500L12 3.500" strokeWidth="2" />
  </svg>
);
