import { SitePage } from "./SitePage.tsx";
import type { LegalDocument } from "@/lib/i18n/legal/document.ts";
import type { Locale } from "@/lib/i18n/locale.ts";

/** A page of legal text, set to be read. */
export function LegalPage(
  { locale, document }: { locale: Locale; document: LegalDocument },
) {
  return (
    <SitePage locale={locale}>
      <article class="prose">
        <h1>{document.title}</h1>
        <p class="prose-lead">{document.lead}</p>
        {document.sections.map(({ heading, paragraphs }) => (
          <section key={heading}>
            <h2>{heading}</h2>
            {paragraphs.map((text) => <p key={text}>{text}</p>)}
          </section>
        ))}
      </article>
    </SitePage>
  );
}
