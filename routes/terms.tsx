import { Head } from "fresh/runtime";
import { LegalPage } from "@/components/LegalPage.tsx";
import { define } from "@/lib/define.ts";
import { legalTextsOf } from "@/lib/i18n/legal/texts.ts";

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
