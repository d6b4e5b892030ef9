/** A toll gate: a post, and its striped arm raised. The same drawing as the app's icon. */
export function Mark() {
  return (
    <svg viewBox="0 0 22 22" className="size-5.5 shrink-0" aria-hidden="true">
      <rect x="2" y="3.4" width="4" height="16.2" rx="1.2" fill="var(--text)" />
      <g transform="rotate(-24 4 8.6)">
        <rect x="3" y="6.5" width="18" height="4.4" rx="1.2" fill="var(--accent-fill)" />
        <path d="M9.6 6.5 7.6 10.9M14.2 6.5l-2 4.4M18.8 6.5l-2 4.4" stroke="var(--canvas)" strokeWidth="1.8" />
      </g>
    </svg>
  );
}
