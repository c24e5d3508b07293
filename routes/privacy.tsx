import { Head } from "fresh/runtime";
import { LegalPage } from "@/components/LegalPage.tsx";
import { define } from "@/lib/app/define.ts";
import { readPage } from "@/lib/app/api_route.ts";
import { privacyOf } from "@/lib/i18n/legal/texts.ts";

export const handler = readPage;

/** What is known of a visitor, and for how long. */
export default define.page(function Privacy({ state: { locale, services } }) {
  const privacy = privacyOf(locale, services.config.ice.stunUrls);
  return (
    <>
      <Head>
        <title>{`${privacy.title} · Parley`}</title>
      </Head>
      <LegalPage locale={locale} document={privacy} />
    </>
  );
});
