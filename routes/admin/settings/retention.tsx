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
        <h2>How long things are kept at most</h2>
        <p class="soft">
          Each time can be made shorter, and never longer than its default: that
          is what visitors are told, or what the store goes by from the moment
          of writing. What is older is deleted within the hour; a longer time
          set later does not bring it back.
        </p>
      </FigureForm>
    </SettingsPage>
  );
}
