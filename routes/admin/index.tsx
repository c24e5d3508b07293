import { page, type PageProps, type PageResponse } from "fresh";
import { AdminPage } from "@/components/admin/AdminPage.tsx";
import { SignIn } from "@/components/admin/SignIn.tsx";
import AdminOverview from "@/islands/AdminOverview.tsx";
import { loadOverview } from "@/lib/monitoring/load_overview.ts";
import type { State } from "@/lib/app/define.ts";
import { apiRoute } from "@/lib/app/api_route.ts";
import { clientOwner, isHttps } from "@/lib/http/client_info.ts";
import { readForm } from "@/lib/http/input.ts";
import type { Overview } from "@/lib/monitoring/overview/overview.ts";

const LIMIT_BYTES = 4096;
const PRIVATE = { "cache-control": "no-store", "x-robots-tag": "noindex" };

/** What the page is given: figures for admins, else why to sign in. */
type Data = { overview: Overview } | { problem: string | null };

/** The dashboard, or the door to it. */
export const handler = apiRoute<PageResponse<Data> | Response>({
  async GET(ctx) {
    if (ctx.state.admin === null) {
      return page({ problem: null }, { headers: PRIVATE });
    }
    const overview = await loadOverview(ctx.state.services);
    return page({ overview }, { headers: PRIVATE });
  },
  async POST(ctx) {
    const form = await readForm(ctx.req, { limitBytes: LIMIT_BYTES });
    const { adminDoor, now } = ctx.state.services;
    const guess = await adminDoor
      .trySignIn(form.get("password") ?? "", clientOwner(ctx));
    if (guess.isRight) {
      const cookie = adminDoor.cookie.write(guess.token, {
        now: now(),
        isSecure: isHttps(ctx),
      });
      return new Response(null, {
        status: 303,
        headers: { ...PRIVATE, location: "/admin", "set-cookie": cookie },
      });
    }
    const { waitSeconds } = guess;
    return waitSeconds === 0
      ? page({ problem: "That is not the password." }, {
        status: 401,
        headers: PRIVATE,
      })
      : page({ problem: `Too many tries. Wait ${minutes(waitSeconds)}.` }, {
        status: 429,
        headers: { ...PRIVATE, "retry-after": String(waitSeconds) },
      });
  },
});

function minutes(seconds: number): string {
  const count = Math.ceil(seconds / 60);
  return count === 1 ? "a minute" : `${count} minutes`;
}

export default function Admin({ data }: PageProps<Data, State>) {
  return "overview" in data
    ? (
      <AdminPage title="Overview">
        <AdminOverview initial={data.overview} />
      </AdminPage>
    )
    : (
      <AdminPage title="Sign in">
        <SignIn problem={data.problem} />
      </AdminPage>
    );
}
