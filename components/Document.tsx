/**
 * The shell of every page: language, direction, head and nothing else.
 *
 * @module
 */

import type { ComponentChildren } from "preact";
import { asset } from "fresh/runtime";
import { directionOf, type Locale } from "@/lib/i18n/locale.ts";
import { messagesOf } from "@/lib/i18n/messages.ts";

/** What a document is made of. */
export interface DocumentProps {
  /** Language of the page. */
  locale: Locale;
  /** The page. */
  children: ComponentChildren;
}

/** Wraps a page into a complete HTML document. */
export function Document({ locale, children }: DocumentProps) {
  const { common } = messagesOf(locale);
  return (
    <html lang={locale} dir={directionOf(locale)}>
      <head>
        <meta charset="utf-8" />
        <meta
          name="viewport"
          content="width=device-width, initial-scale=1, viewport-fit=cover"
        />
        <title>{`Parley · ${common.tagline}`}</title>
        <meta name="description" content={common.description} />
        <meta
          name="theme-color"
          media="(prefers-color-scheme: light)"
          content="#faf7f0"
        />
        <meta
          name="theme-color"
          media="(prefers-color-scheme: dark)"
          content="#131210"
        />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href={asset("/icon.svg")} type="image/svg+xml" />
        <link rel="apple-touch-icon" href={asset("/icon-180.png")} />
        <link rel="manifest" href={asset("/manifest.webmanifest")} />
        <link rel="stylesheet" href={asset("/styles.css")} />
      </head>
      <body>{children}</body>
    </html>
  );
}
