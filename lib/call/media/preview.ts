/**
 * When a visitor sees their own picture before Start: while the page is seen,
 * and only where camera and microphone are allowed already, so that nobody is
 * asked for anything by opening a page.
 *
 * @module
 */

/** The part of the page that is needed. */
export interface PreviewPorts {
  /** Tells whether the page is seen. */
  readonly document: Pick<
    Document,
    "hidden" | "addEventListener" | "removeEventListener"
  >;
  /** Tells what is allowed; missing in pages over plain http. */
  readonly permissions: Pick<Permissions, "query"> | undefined;
}

/** What shows the picture. */
export interface Preview {
  /** Shows it, unless a visit has begun. */
  preview(): void;
  /** Ends it, unless a visit has begun. */
  endPreview(): void;
}

/**
 * Shows the preview while it may be shown.
 *
 * @returns Ends that.
 */
export function previewWhileSeen(
  preview: Preview,
  { document, permissions }: PreviewPorts,
): () => void {
  let isOver = false;
  const follow = async () => {
    if (document.hidden) return preview.endPreview();
    const isAllowed = await areDevicesAllowed(permissions);
    if (isAllowed && !document.hidden && !isOver) preview.preview();
  };
  document.addEventListener("visibilitychange", follow);
  void follow();
  return () => {
    isOver = true;
    document.removeEventListener("visibilitychange", follow);
  };
}

async function areDevicesAllowed(
  permissions: PreviewPorts["permissions"],
): Promise<boolean> {
  if (permissions === undefined) return false;
  try {
    const names = ["camera", "microphone"] as PermissionName[];
    const answers = await Promise.all(
      names.map((name) => permissions.query({ name })),
    );
    return answers.every(({ state }) => state === "granted");
  } catch {
    // Some browsers do not know these names: they ask once Start is pressed.
    return false;
  }
}
