import { type Locale, LOCALES } from "@/lib/i18n/locale.ts";
import { messagesOf } from "@/lib/i18n/messages.ts";

/** Links to the same page in every language; the server keeps the choice. */
export function LanguageSwitcher({ locale }: { locale: Locale }) {
  return (
    <nav class="languages" aria-label={messagesOf(locale).common.language}>
      {LOCALES.map(({ locale: other, name }) => (
        <a
          key={other}
          href={`?lang=${other}`}
          lang={other}
          hreflang={other}
          aria-current={other === locale ? "true" : undefined}
        >
          {name}
        </a>
      ))}
    </nav>
  );
}
