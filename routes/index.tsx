import { HeroPicture } from "@/components/HeroPicture.tsx";
import { SitePage } from "@/components/SitePage.tsx";
import { define } from "@/lib/app/define.ts";
import { readPage } from "@/lib/app/api_route.ts";
import { messagesOf } from "@/lib/i18n/messages.ts";

export const handler = readPage;

/** What this is, and the way in. */
export default define.page(function Landing({ state: { locale } }) {
  const { common, landing } = messagesOf(locale);
  return (
    <SitePage locale={locale}>
      <section class="hero">
        <div class="hero-text">
          <h1>{landing.title}</h1>
          <p class="hero-lead">{landing.lead}</p>
          <a class="button button-primary button-large" href="/chat">
            {common.startChatting}
          </a>
          <p class="hero-note">{landing.ctaNote}</p>
        </div>
        <HeroPicture label={landing.pictureLabel} />
      </section>
      <section class="band" aria-labelledby="how">
        <h2 id="how">{landing.howTitle}</h2>
        <ol class="steps">
          {landing.steps.map(({ title, text }) => (
            <li key={title}>
              <h3>{title}</h3>
              <p>{text}</p>
            </li>
          ))}
        </ol>
      </section>
      <section class="band" aria-labelledby="promises">
        <h2 id="promises">{landing.promisesTitle}</h2>
        <ul class="promises">
          {landing.promises.map(({ title, text }) => (
            <li key={title}>
              <h3>{title}</h3>
              <p>{text}</p>
            </li>
          ))}
        </ul>
      </section>
      <section class="closing">
        <p>{landing.closing}</p>
        <a class="button button-primary button-large" href="/chat">
          {common.startChatting}
        </a>
      </section>
    </SitePage>
  );
});
