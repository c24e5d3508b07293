import { asset, Head } from "fresh/runtime";
import { SitePage } from "@/components/SitePage.tsx";
import Check from "@/islands/Check.tsx";
import { define } from "@/lib/app/define.ts";
import { readPage } from "@/lib/app/api_route.ts";
import { checkTextsOf } from "@/lib/i18n/check/texts.ts";

export const handler = readPage;

/** Finds out whether calls work, before there is one. */
export default define.page(function CheckPage({ state: { locale } }) {
  const messages = checkTextsOf(locale);
  return (
    <SitePage locale={locale}>
      <Head>
        <title>{`${messages.pageTitle} · Parley`}</title>
        <link key="check" rel="stylesheet" href={asset("/check.css")} />
      </Head>
      <div class="check-page">
        <h1>{messages.title}</h1>
        <p class="check-lead">{messages.lead}</p>
        <noscript>
          <p class="check-verdict">{messages.needsScript}</p>
        </noscript>
        <Check locale={locale} messages={messages} />
        <p class="check-promise">{messages.promise}</p>
      </div>
    </SitePage>
  );
});
