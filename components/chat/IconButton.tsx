import type { ComponentChildren } from "preact";

/** What a button with an icon needs. */
export interface IconButtonProps {
  /** Name for tests. */
  testId: string;
  /** Its name, as a tooltip, too. */
  label: string;
  /** What it looks like. */
  tone?: "plain" | "off" | "danger";
  /** Key that does the same, as `aria-keyshortcuts` has it. */
  shortcut?: string;
  /** What it does. */
  onClick: () => void;
  /** The icon. */
  children: ComponentChildren;
}

/** A round button. */
export function IconButton(props: IconButtonProps) {
  const { testId, label, tone = "plain", shortcut, onClick, children } = props;
  return (
    <button
      type="button"
      class={`icon-button icon-button-${tone}`}
      data-testid={testId}
      aria-label={label}
      aria-keyshortcuts={shortcut}
      title={label}
      onClick={onClick}
    >
      {children}
    </button>
  );
}
