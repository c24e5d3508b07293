import { type Context, page } from "fresh";
import { asset, Head } from "fresh/runtime";
import { LanguageSwitcher } from "@/components/LanguageSwitcher.tsx";
import { Logo } from "@/components/Logo.tsx";
import Chat, { type ChatProps } from "@/islands/Chat.tsx";
import { AGE_PATH, needsAgeAssurance } from "@/lib/app/adults.ts";
import { define, type State } from "@/lib/app/define.ts";
import { platformCountry } from "@/lib/http/client_info.ts";
import { apiRoute } from "@/lib/app/api_route.ts";
import { isServed } from "@/lib/app/served.ts";
import type { Notice } from "@/lib/i18n/catalogue.ts";
import { messagesOf } from "@/lib/i18n/messages.ts";
import { statsTextsOf } from "@/lib/i18n/stats/texts.ts";
import {
  LOADING_COOKIE,
  LOADING_COOKIE_SECONDS,
} from "@/lib/protocol/loading_cookie.ts";

/** Tells a page of the same tab that its successor is on the way. */
const LOADING =
  `${LOADING_COOKIE}=1; Path=/; Max-Age=${LOADING_COOKIE_SECONDS}; SameSite=Lax`;

export const handler = apiRoute({
  GET: (ctx) =>
    page(undefined, {
      status: isServed(ctx) ? 200 : 451,
      headers: { "set-cookie": LOADING },
    }),
});

/** Where strangers meet. */
export default define.page(function ChatPage(ctx) {
  const { locale } = ctx.state;
  const { chat, common } = messagesOf(locale);
  return (
    <>
      <Head>
        <title>{`${chat.pageTitle} · Parley`}</title>
        <link key="chat" rel="stylesheet" href={asset("/chat.css")} />
        {/* What strangers write is no link, a number to call neither. */}
        <meta
          name="format-detection"
          content="telephone=no, date=no, address=no, email=no, url=no"
        />
      </Head>
      <div class="chat-page">
        <header class="chat-header">
          <a href="/" aria-label={`Parley, ${common.home}`}>
            <Logo />
          </a>
          <LanguageSwitcher locale={locale} />
        </header>
        <main class="chat-main">
          <h1 class="unseen">{`Parley · ${chat.pageTitle}`}</h1>
          <noscript>
            <p class="no-script">{chat.needsScript}</p>
          </noscript>
          {isServed(ctx)
            ? (
              <Chat
                locale={locale}
                messages={chat}
                statsTexts={statsTextsOf(locale)}
                ageCheck={ageCheckOf(ctx)}
                knowsCountry={platformCountry(ctx) !== "XX"}
                hasRelays={ctx.state.services.iceServers.hasRelays}
                tickerUrl={asset("/workers/ticker_worker.js")}
                statsWorkerUrl={asset("/workers/webrtc_stats_worker.js")}
              />
            )
            : <NotServed notice={chat.notServed} />}
        </main>
      </div>
    </>
  );
});

/** What a visitor has to do first, where age is assured. */
function ageCheckOf(
  ctx: Pick<Context<State>, "req" | "state" | "url">,
): ChatProps["ageCheck"] {
  if (!needsAgeAssurance(ctx)) return null;
  const isUnknown = ctx.url.searchParams.get("age") === "unknown";
  return { url: AGE_PATH, isUnknown };
}

function NotServed({ notice: { title, text } }: { notice: Notice }) {
  return (
    <div class="chat" data-state="idle" data-backdrop="none">
      <div class="cover">
        <div class="cover-text">
          <h2>{title}</h2>
          <p class="cover-lead">{text}</p>
        </div>
      </div>
    </div>
  );
}
