import type { PageProps } from "fresh";
import { FigureForm } from "@/components/admin/FigureForm.tsx";
import { SettingsPage } from "@/components/admin/SettingsPage.tsx";
import type { State } from "@/lib/app/define.ts";
import { type FigurePageData, figureRoute } from "@/lib/app/figure_route.ts";

/** What relaying costs. */
export const handler = figureRoute((ctx) =>
  ctx.state.services.settings.turnPrice
);

export default function TurnPrice({ data }: PageProps<FigurePageData, State>) {
  return (
    <SettingsPage current="turnPrice">
      <FigureForm action="/admin/settings/turn-price" {...data}>
        <h2>What relaying costs</h2>
        <p class="soft">
          A month costs its fee, and each gigabyte beyond the free ones. The
          default for a gigabyte is the server's TURN_COST_PER_GB.
        </p>
      </FigureForm>
    </SettingsPage>
  );
}
