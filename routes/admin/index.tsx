import { page, type PageProps, type PageResponse } from "fresh";
import { AdminPage } from "@/components/admin/AdminPage.tsx";
import { DeskPage } from "@/components/admin/DeskPage.tsx";
import { SignIn, type SignInProps } from "@/components/admin/SignIn.tsx";
import AdminOverview from "@/islands/AdminOverview.tsx";
import { loadOverview } from "@/lib/monitoring/load_overview.ts";
import type { State } from "@/lib/app/define.ts";
import { apiRoute } from "@/lib/app/api_route.ts";
import {
  placeBehindTheDoor,
  PRIVATE_HEADERS as headers,
} from "@/lib/app/desk_route.ts";
import { clientOwner, isHttps } from "@/lib/http/client_info.ts";
import { readForm } from "@/lib/http/input.ts";
import type { DeskOverview } from "@/lib/monitoring/overview/desk.ts";

const LIMIT_BYTES = 4096;
/** What the page is given: figures for admins, else why to sign in. */
type Data = { overview: DeskOverview } | SignInProps;

/** The dashboard, or the door to it. */
export const handler = apiRoute<PageResponse<Data> | Response>({
  async GET(ctx) {
    const to = placeBehindTheDoor(ctx.url.searchParams.get("to"));
    if (ctx.state.admin === null) {
      return page({ problem: null, to }, { headers });
    }
    if (to !== "/admin") return seeOther(to);
    const overview = await loadOverview(ctx.state.services);
    return page({ overview }, { headers });
  },
  async POST(ctx) {
    const form = await readForm(ctx.req, { limitBytes: LIMIT_BYTES });
    const to = placeBehindTheDoor(form.get("to"));
    const { adminDoor, now } = ctx.state.services;
    const guess = await adminDoor
      .trySignIn(form.get("password") ?? "", clientOwner(ctx));
    if (guess.isRight) {
      const cookie = adminDoor.cookie.write(guess.token, {
        now: now(),
        isSecure: isHttps(ctx),
      });
      return seeOther(to, { "set-cookie": cookie });
    }
    const { waitSeconds } = guess;
    return waitSeconds === 0
      ? page({ problem: "That is not the password.", to }, {
        status: 401,
        headers,
      })
      : page({ problem: `Too many tries. Wait ${minutes(waitSeconds)}.`, to }, {
        status: 429,
        headers: { ...headers, "retry-after": String(waitSeconds) },
      });
  },
});

function seeOther(location: string, more: Record<string, string> = {}) {
  return new Response(null, {
    status: 303,
    headers: { ...headers, ...more, location },
  });
}

function minutes(seconds: number): string {
  const count = Math.ceil(seconds / 60);
  return count === 1 ? "a minute" : `${count} minutes`;
}

export default function Admin({ data }: PageProps<Data, State>) {
  return "overview" in data
    ? (
      <DeskPage
        title="Overview"
        current="overview"
        styles={["desk_overview.css"]}
      >
        <AdminOverview initial={data.overview} />
      </DeskPage>
    )
    : (
      <AdminPage title="Sign in">
        <SignIn {...data} />
      </AdminPage>
    );
}
