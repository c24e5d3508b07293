/**
 * What every request carries, and Fresh's helpers typed with it.
 *
 * @module
 */

import { createDefine, type Define } from "fresh";
import type { Admin } from "@/lib/admin/door.ts";
import type { LimitedClient } from "@/lib/http/client_info.ts";
import type { Locale } from "@/lib/i18n/locale.ts";
import type { Services } from "./services.ts";

/** State of one request. */
export interface State {
  /** What the process runs with. */
  services: Services;
  /** The visitor, once the signature on the cookie was verified; else `null`. */
  anonId: string | null;
  /** Whom its limits by address are for, once somebody asked: `clientOf()`. */
  client?: LimitedClient;
  /** The admin, where admins have business; else `null`. */
  admin: Admin | null;
  /** Language of the answer. */
  locale: Locale;
}

/** Fresh's `define` for this site. */
export const define: Define<State> = createDefine<State>();
