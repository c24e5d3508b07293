/** The mark: two people, and what they share. */
export function Logo() {
  return (
    <span class="logo">
      <svg viewBox="0 0 32 22" width="32" height="22" aria-hidden="true">
        <circle class="logo-one" cx="11" cy="11" r="11" />
        <circle class="logo-two" cx="21" cy="11" r="11" />
        <path
          class="logo-both"
          d="M16 1.2a11 11 0 0 1 0 19.6a11 11 0 0 1 0-19.6Z"
        />
      </svg>
      <span class="logo-word">Parley</span>
    </span>
  );
}
