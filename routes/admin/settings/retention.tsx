import type { PageProps } from "fresh";
import { FigureForm } from "@/components/admin/FigureForm.tsx";
import { SettingsPage } from "@/components/admin/SettingsPage.tsx";
import type { State } from "@/lib/app/define.ts";
import { type FigurePageData, figureRoute } from "@/lib/app/figure_route.ts";

/** How long things are kept. */
export const handler = figureRoute((ctx) =>
  ctx.state.services.settings.retention
);

export default function Retention({ data }: PageProps<FigurePageData, State>) {
  return (
    <SettingsPage current="retention">
      <FigureForm action="/admin/settings/retention" {...data}>
        <h2>How long things are kept</h2>
        <p class="soft">
          What is older is deleted within the hour. A longer time brings nothing
          back. The largest value is what the store forgets by itself.
        </p>
      </FigureForm>
    </SettingsPage>
  );
}
