/**
 * Header and footer around everything that is read rather than used.
 *
 * @module
 */

import type { ComponentChildren } from "preact";
import { asset, Head } from "fresh/runtime";
import { LanguageSwitcher } from "./LanguageSwitcher.tsx";
import { Logo } from "./Logo.tsx";
import type { Locale } from "@/lib/i18n/locale.ts";
import { messagesOf } from "@/lib/i18n/messages.ts";

/** What a page of the site is made of. */
export interface SitePageProps {
  /** Language of the page. */
  locale: Locale;
  /** The page itself. */
  children: ComponentChildren;
}

/** Puts a page between the site's header and footer. */
export function SitePage({ locale, children }: SitePageProps) {
  const { common } = messagesOf(locale);
  return (
    <div class="site">
      <Head>
        <link key="site" rel="stylesheet" href={asset("/site.css")} />
      </Head>
      <a class="skip-link" href="#content">{common.skipToContent}</a>
      <header class="site-header">
        <a href="/" aria-label={`Parley, ${common.home}`}>
          <Logo />
        </a>
        <LanguageSwitcher locale={locale} />
      </header>
      <main id="content" class="site-main">{children}</main>
      <footer class="site-footer">
        <span>{common.adultsOnly}</span>
        <nav>
          <a href="/check">{common.check}</a>
          <a href="/terms">{common.terms}</a>
          <a href="/privacy">{common.privacy}</a>
        </nav>
      </footer>
    </div>
  );
}
