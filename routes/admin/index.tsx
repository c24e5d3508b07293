import { page, type PageProps, type PageResponse } from "fresh";
import { AdminPage } from "@/components/admin/AdminPage.tsx";
import { DeskPage } from "@/components/admin/DeskPage.tsx";
import { SecondStep } from "@/components/admin/SecondStep.tsx";
import { SignIn } from "@/components/admin/SignIn.tsx";
import PasskeySignIn from "@/islands/PasskeySignIn.tsx";
import AdminOverview from "@/islands/AdminOverview.tsx";
import { loadOverview } from "@/lib/monitoring/load_overview.ts";
import type { State } from "@/lib/app/define.ts";
import { apiRoute } from "@/lib/app/api_route.ts";
import {
  placeBehindTheDoor,
  PRIVATE_HEADERS as headers,
} from "@/lib/app/desk_route.ts";
import { type DoorData, enter } from "@/lib/app/enter.ts";
import type { DeskOverview } from "@/lib/monitoring/overview/desk.ts";

/** What the page is given: figures for admins, else why to sign in. */
type Data = { overview: DeskOverview } | DoorData;

/** The dashboard, or the door to it. */
export const handler = apiRoute<PageResponse<Data> | Response>({
  async GET(ctx) {
    const to = placeBehindTheDoor(ctx.url.searchParams.get("to"));
    if (ctx.state.admin === null) {
      return page({ problem: null, to, step: null }, { headers });
    }
    if (to !== "/admin") {
      const location = { ...headers, location: to };
      return new Response(null, { status: 303, headers: location });
    }
    const overview = await loadOverview(ctx.state.services);
    return page({ overview }, { headers });
  },
  async POST(ctx) {
    const answer = await enter(ctx);
    return answer instanceof Response ? answer : page(answer.data, answer.init);
  },
});

export default function Admin({ data }: PageProps<Data, State>) {
  if ("overview" in data) {
    return (
      <DeskPage
        title="Overview"
        current="overview"
        styles={["desk_overview.css"]}
      >
        <AdminOverview initial={data.overview} />
      </DeskPage>
    );
  }
  const { problem, to, step } = data;
  return (
    <AdminPage title="Sign in">
      {step === null
        ? <SignIn problem={problem} to={to} />
        : (
          <SecondStep problem={problem} to={to} ticket={step.ticket}>
            {step.options !== null && (
              <PasskeySignIn
                options={step.options}
                ticket={step.ticket}
                to={to}
              />
            )}
          </SecondStep>
        )}
    </AdminPage>
  );
}
