import type { PageProps } from "fresh";
import { FigureForm } from "@/components/admin/FigureForm.tsx";
import { SettingsPage } from "@/components/admin/SettingsPage.tsx";
import type { State } from "@/lib/app/define.ts";
import { type FigurePageData, figureRoute } from "@/lib/app/figure_route.ts";

/** When alerts open and close. */
export const handler = figureRoute((ctx) => ctx.state.services.settings.alerts);

export default function Thresholds({ data }: PageProps<FigurePageData, State>) {
  return (
    <SettingsPage current="thresholds">
      <FigureForm action="/admin/settings" {...data}>
        <h2>When alerts open</h2>
        <p class="soft">
          Defaults come from the server's ALERT_* settings. A change holds on
          every instance from its next look, within a minute; open alerts go by
          it, too.
        </p>
      </FigureForm>
    </SettingsPage>
  );
}
