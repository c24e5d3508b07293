/**
 * The frame of everything under `/admin`.
 *
 * @module
 */

import type { ComponentChildren } from "preact";
import { asset, Head } from "fresh/runtime";

/** What a page of the dashboard is made of. */
export interface AdminPageProps {
  /** Its name. */
  title: string;
  /** The page itself. */
  children: ComponentChildren;
}

/** Puts a page into the frame. The dashboard speaks English, from the left. */
export function AdminPage({ title, children }: AdminPageProps) {
  return (
    <div class="admin" lang="en" dir="ltr">
      <Head>
        <title>{`${title} · Parley admin`}</title>
        <link key="admin" rel="stylesheet" href={asset("/admin.css")} />
      </Head>
      {children}
    </div>
  );
}
