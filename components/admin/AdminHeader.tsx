/**
 * Top of the dashboard: whose it is, how monitoring is doing, the way out.
 *
 * @module
 */

import { Logo } from "../Logo.tsx";
import type { HttpStatus } from "@/lib/monitoring/overview/http_status.ts";

/** What the top shows. */
export interface AdminHeaderProps {
  /** How monitoring is doing. */
  status: HttpStatus;
  /** Why the figures are not live; `null` while they are. */
  problem: string | null;
}

/** The top of the dashboard. */
export function AdminHeader({ status, problem }: AdminHeaderProps) {
  const trouble = problem ?? (status.warnings.join(", ") || null);
  return (
    <header class="bridge-top">
      <a href="/" aria-label="Parley, home">
        <Logo />
      </a>
      <p class="pulse" data-tone={trouble === null ? "good" : "bad"}>
        <i aria-hidden="true" />
        {trouble ?? "Live, all figures saved"}
      </p>
      <form method="post" action="/admin/sign-out">
        <a class="text-button" href="/admin/sessions">Sessions</a>
        <button type="submit" class="text-button">Sign out</button>
      </form>
    </header>
  );
}
