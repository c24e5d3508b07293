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
  /** Id of what it opens, and whether that is open. */
  opens?: { id: string; isOpen: boolean };
  /** Whether it is of no use just now. */
  isDisabled?: boolean;
  /** What it does. */
  onClick: () => void;
  /** The icon. */
  children: ComponentChildren;
}

/** A round button. */
export function IconButton(props: IconButtonProps) {
  const { testId, label, tone = "plain", onClick, children } = props;
  const { shortcut, opens, isDisabled = false } = props;
  return (
    <button
      type="button"
      class={`icon-button icon-button-${tone}`}
      data-testid={testId}
      aria-label={label}
      aria-keyshortcuts={shortcut}
      aria-expanded={opens?.isOpen}
      aria-controls={opens?.isOpen ? opens.id : undefined}
      aria-disabled={isDisabled || undefined}
      title={label}
      onClick={() => !isDisabled && onClick()}
    >
      {children}
    </button>
  );
}
