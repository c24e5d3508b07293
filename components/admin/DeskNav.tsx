/**
 * The way from page to page of the operators' desk, and out of it.
 *
 * @module
 */

import { Logo } from "../Logo.tsx";
import type { Icon } from "../icon.tsx";
import { Settings } from "../icons.tsx";
import {
  Bell,
  ChartLine,
  Flag,
  LayoutDashboard,
  LogOut,
  Network,
  PhoneCall,
  Users,
} from "../report_icons.tsx";

interface Place {
  path: string;
  name: string;
  icon: Icon;
}

/** Every page of the desk, in the order in which trouble is looked into. */
export const DESK_PLACES = {
  overview: { path: "/admin", name: "Overview", icon: LayoutDashboard },
  calls: { path: "/admin/calls", name: "Live calls", icon: PhoneCall },
  http: { path: "/admin/http", name: "HTTP", icon: Network },
  history: { path: "/admin/history", name: "History", icon: ChartLine },
  alerts: { path: "/admin/alerts", name: "Alerts", icon: Bell },
  moderation: { path: "/admin/moderation", name: "Moderation", icon: Flag },
  settings: { path: "/admin/settings", name: "Settings", icon: Settings },
} as const satisfies Record<string, Place>;

/** A page of the desk. */
export type DeskPlace = keyof typeof DESK_PLACES;

/** What the way shows. */
export interface DeskNavProps {
  /** Where one is. */
  current: DeskPlace;
}

/** A rail beside the page; on a narrow screen two lines above it. */
export function DeskNav({ current }: DeskNavProps) {
  return (
    <header class="desk-rail">
      <a href="/admin" class="desk-home" aria-label="Parley, overview">
        <Logo />
      </a>
      <nav aria-label="Pages" class="desk-nav">
        <ul>
          {Object.entries<Place>(DESK_PLACES).map(([place, props]) => (
            <li key={place}>
              <a
                href={props.path}
                // Said of the others, too, or the overview would be marked on
                // every page whose path begins with its own.
                aria-current={place === current ? "page" : "false"}
              >
                <props.icon size={18} />
                {props.name}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <form method="post" action="/admin/sign-out" class="desk-out">
        <a href="/admin/sessions" title="Sessions">
          <Users size={18} />
          <span>Sessions</span>
        </a>
        <button type="submit" title="Sign out">
          <LogOut size={18} />
          <span>Sign out</span>
        </button>
      </form>
    </header>
  );
}
