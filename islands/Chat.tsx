/**
 * The chat page's one island: joins the call session to what is seen of it.
 *
 * @module
 */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { useChatPage, type WorkerUrls } from "@/components/chat/chat_page.ts";
import { ChatSheets, type SheetName } from "@/components/chat/ChatSheets.tsx";
import { ChatStage } from "@/components/chat/ChatStage.tsx";
import { ConnectionSlot } from "@/components/chat/connection/ConnectionSlot.tsx";
import { ControlDock } from "@/components/chat/ControlDock.tsx";
import {
  type AgeCheck,
  hasGivenWord,
  useGate,
} from "@/components/chat/gate.ts";
import { useShortcuts } from "@/components/chat/shortcut_keys.ts";
import { statusOf } from "@/components/chat/StatusLine.tsx";
import { HeardText } from "@/components/chat/text/HeardText.tsx";
import { useTextChat } from "@/components/chat/text/text_chat.ts";
import { useWishes } from "@/components/chat/wishes.ts";
import { countWishes } from "@/lib/call/filters.ts";
import type { CallSession } from "@/lib/call/session.ts";
import { backdropOf } from "@/lib/call/view.ts";
import type { ChatMessages } from "@/lib/i18n/catalogue.ts";
import type { StatsMessages } from "@/lib/i18n/stats/messages.ts";

/** What the page hands to its island. */
export interface ChatProps extends WorkerUrls {
  /** Language of the page. */
  locale: string;
  /** Texts in that language. */
  messages: ChatMessages;
  /** Texts about the connection. */
  statsTexts: StatsMessages;
  /** See {@link AgeCheck}. */
  ageCheck: AgeCheck;
  /** Whether the platform tells where visitors are. */
  knowsCountry: boolean;
  /** Whether the site has relays. */
  hasRelays: boolean;
}

/** The stage, what lies over it, and the controls. */
export default function Chat(props: ChatProps) {
  const { locale, messages, statsTexts, ageCheck } = props;
  const sheet = useSignal<SheetName | null>(null);
  const wishes = useWishes(
    (): CallSession | null => own.session(),
    props.hasRelays,
  );
  const own = useChatPage(props, wishes, (page) => {
    if (hasGivenWord()) page.showPreview();
    if (ageCheck?.isUnknown) sheet.value = "gate";
  });
  const view = own.view.value;
  const text = useTextChat(view);
  const gate = useGate({
    ageCheck,
    page: () => own.page.peek(),
    show: (isOpen) => sheet.value = isOpen ? "gate" : null,
  });
  useShortcuts({
    session: own.session,
    openText: text.open,
    openHelp: () => sheet.value = "help",
  });

  const { state, localStream, conversation } = view;
  const session = own.page.value?.session ?? null;
  const status = statusOf(state, own.isOffline.value);
  const title = own.isCalling.value
    ? messages.someoneIsHere
    : messages.status[status];
  useEffect(() => {
    document.title = `${title} · Parley`;
  }, [title]);

  return (
    <div
      class="chat"
      data-state={state.name}
      data-backdrop={backdropOf(view)}
      data-broken={state.name === "live" && state.trouble !== null}
    >
      <ChatStage
        view={view}
        session={session}
        status={status}
        wishes={wishes}
        locale={locale}
        messages={messages}
        onPreview={session ? () => gate.ask("preview") : undefined}
        connection={
          <ConnectionSlot
            stats={own.stats}
            isFallback={own.isFallback}
            locale={locale}
            texts={statsTexts}
          />
        }
      />
      <ControlDock
        view={view}
        session={session}
        wishCount={countWishes(wishes.filters.value)}
        text={text}
        locale={locale}
        messages={messages}
        onStart={() => gate.ask("start")}
        onOpenFilters={() => sheet.value = "filters"}
        onOpenSettings={() => sheet.value = "settings"}
      />
      <HeardText conversation={conversation} messages={messages} />
      {text.Panel && session && (
        <text.Panel
          conversation={conversation}
          draft={text.draft}
          wantsFocus={text.wantsFocus}
          talk={session.talk}
          locale={locale}
          messages={messages}
          onClose={text.close}
        />
      )}
      <ChatSheets
        sheet={sheet}
        wishes={wishes}
        stream={localStream}
        knowsCountry={props.knowsCountry}
        hasRelays={props.hasRelays}
        ageCheck={ageCheck}
        locale={locale}
        messages={messages}
        onFilters={() => session?.setFilters(wishes.filters.value)}
        onPass={gate.pass}
      />
    </div>
  );
}
