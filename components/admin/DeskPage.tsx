/**
 * The frame of every page of the operators' desk.
 *
 * @module
 */

import type { ComponentChildren } from "preact";
import { asset, Head } from "fresh/runtime";
import { AdminPage } from "./AdminPage.tsx";
import { DeskNav, type DeskPlace } from "./DeskNav.tsx";

/** What a page of the desk is made of. */
export interface DeskPageProps {
  /** Its name, for the browser's tab. */
  title: string;
  /** Where it belongs. */
  current: DeskPlace;
  /** Style sheets of its own, such as `desk_calls.css`. */
  styles?: readonly string[];
  /** The page itself, which begins with a `DeskHead`. */
  children: ComponentChildren;
}

/** Puts a page into the frame. */
export function DeskPage(
  { title, current, styles = [], children }: DeskPageProps,
) {
  return (
    <AdminPage title={title}>
      <Head>
        {["desk.css", ...styles].map((name) => (
          <link key={name} rel="stylesheet" href={asset(`/${name}`)} />
        ))}
      </Head>
      <div class="desk">
        <a href="#desk-main" class="desk-skip">Skip to the page</a>
        <DeskNav current={current} />
        <main id="desk-main" class="desk-main">{children}</main>
      </div>
    </AdminPage>
  );
}
