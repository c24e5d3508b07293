import { Head } from "fresh/runtime";
import { LegalPage } from "@/components/LegalPage.tsx";
import { define } from "@/lib/app/define.ts";
import { readPage } from "@/lib/app/api_route.ts";
import { legalTextsOf } from "@/lib/i18n/legal/texts.ts";

export const handler = readPage;

/** The rules of the house. */
export default define.page(function Terms({ state: { locale } }) {
  const { terms } = legalTextsOf(locale);
  return (
    <>
      <Head>
        <title>{`${terms.title} · Parley`}</title>
      </Head>
      <LegalPage locale={locale} document={terms} />
    </>
  );
});
