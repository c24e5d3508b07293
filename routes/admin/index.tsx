import { page, type PageProps, type PageResponse } from "fresh";
import { AdminPage } from "@/components/admin/AdminPage.tsx";
import { SignIn } from "@/components/admin/SignIn.tsx";
import AdminOverview from "@/islands/AdminOverview.tsx";
import { loadOverview } from "@/lib/monitoring/load_overview.ts";
import { isAdmin } from "@/lib/admin/require_admin.ts";
import { openSession } from "@/lib/admin/session.ts";
import { trySignIn } from "@/lib/admin/sign_in.ts";
import type { State } from "@/lib/app/define.ts";
import { apiRoute } from "@/lib/app/api_route.ts";
import { clientAddress, isHttps } from "@/lib/http/client_info.ts";
import { readForm } from "@/lib/http/input.ts";
import type { Overview } from "@/lib/monitoring/overview/overview.ts";

const LIMIT_BYTES = 4096;
const PRIVATE = { "cache-control": "no-store", "x-robots-tag": "noindex" };

/** What the page is given: figures for admins, else why to sign in. */
type Data = { overview: Overview } | { problem: string | null };

/** The dashboard, or the door to it. */
export const handler = apiRoute<PageResponse<Data> | Response>({
  async GET(ctx) {
    if (!isAdmin(ctx)) return page({ problem: null }, { headers: PRIVATE });
    const overview = await loadOverview(ctx.state.services);
    return page({ overview }, { headers: PRIVATE });
  },
  async POST(ctx) {
    const { config, signInTries, now } = ctx.state.services;
    const form = await readForm(ctx.req, { limitBytes: LIMIT_BYTES });
    const result = trySignIn(form.get("password") ?? "", {
      limiter: signInTries,
      client: clientAddress(ctx),
      adminPassword: config.adminPassword,
    });
    if (result.isSignedIn) {
      const cookie = openSession(config, {
        now: now(),
        isSecure: isHttps(ctx),
      });
      return new Response(null, {
        status: 303,
        headers: { ...PRIVATE, location: "/admin", "set-cookie": cookie },
      });
    }
    const { waitSeconds } = result;
    return waitSeconds === 0
      ? page({ problem: "That is not the password." }, {
        status: 401,
        headers: PRIVATE,
      })
      : page({ problem: `Too many tries. Wait ${waitSeconds} s.` }, {
        status: 429,
        headers: { ...PRIVATE, "retry-after": String(waitSeconds) },
      });
  },
});

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
