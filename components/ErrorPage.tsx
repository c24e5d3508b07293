/**
 * What a visitor sees instead of a page that is missing or broken.
 *
 * @module
 */

import { Head } from "fresh/runtime";
import { SitePage } from "./SitePage.tsx";
import type { ErrorMessages, Notice } from "@/lib/i18n/catalogue.ts";
import type { Locale } from "@/lib/i18n/locale.ts";
import { messagesOf } from "@/lib/i18n/messages.ts";

/** What an error page is made of. */
export interface ErrorPageProps {
  /** HTTP status of the answer. */
  status: number;
  /** Language of the page. */
  locale: Locale;
}

/** Is rendered inside the app's wrapper, as every page is. */
export function ErrorPage({ status, locale }: ErrorPageProps) {
  const { errors } = messagesOf(locale);
  const { title, text } = noticeFor(status, errors);
  return (
    <SitePage locale={locale}>
      <Head>
        <title>{`${title} · Parley`}</title>
      </Head>
      <section class="error-page">
        <svg class="error-picture" viewBox="0 0 220 100" aria-hidden="true">
          <circle class="error-here" cx="60" cy="50" r="44" />
          <circle class="error-gone" cx="160" cy="50" r="44" />
        </svg>
        <p class="error-status">{status}</p>
        <h1>{title}</h1>
        <p class="error-text">{text}</p>
        <p class="error-ways">
          <a class="button button-primary" href="/chat">{errors.toChat}</a>
          <a class="button button-quiet" href="/">{errors.toHome}</a>
        </p>
      </section>
    </SitePage>
  );
}

function noticeFor(status: number, errors: ErrorMessages): Notice {
  if (status === 404) return errors.notFound;
  return status >= 500 ? errors.broken : errors.other;
}
