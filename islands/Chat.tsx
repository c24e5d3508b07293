/**
 * The chat page's one island: joins the call session to what is seen of it.
 *
 * @module
 */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { AdultGate } from "@/components/chat/AdultGate.tsx";
import { ConnectionSlot } from "@/components/chat/connection/ConnectionSlot.tsx";
import { ControlDock } from "@/components/chat/ControlDock.tsx";
import { FilterPanel } from "@/components/chat/FilterPanel.tsx";
import { HelpSheet } from "@/components/chat/HelpSheet.tsx";
import { MissingDevices } from "@/components/chat/MissingDevices.tsx";
import { Reconnecting } from "@/components/chat/Reconnecting.tsx";
import { RemoteVideo } from "@/components/chat/RemoteVideo.tsx";
import { SelfView } from "@/components/chat/SelfView.tsx";
import { SettingsSheet } from "@/components/chat/SettingsSheet.tsx";
import { StageCover } from "@/components/chat/StageCover.tsx";
import { StageTools } from "@/components/chat/StageTools.tsx";
import { statusOf } from "@/components/chat/StatusLine.tsx";
import { HeardText } from "@/components/chat/text/HeardText.tsx";
import { useTextChat } from "@/components/chat/text/text_chat.ts";
import { type BrowserPage, openBrowserPage } from "@/lib/call/browser_page.ts";
import {
  countWishes,
  DEFAULT_FILTERS,
  type Filters,
  isChoosy,
  parseFilters,
  relaxed,
} from "@/lib/call/filters.ts";
import { keep, KEPT, readKept, TERMS_VERSION } from "@/lib/call/kept.ts";
import { ANY_DEVICE } from "@/lib/call/media/media.ts";
import {
  DEFAULT_PREFERENCES,
  parsePreferences,
  type Preferences,
} from "@/lib/call/preferences.ts";
import type { ShownStats } from "@/lib/call/stats/call_statistics.ts";
import { type Shortcut, shortcutOf } from "@/lib/call/shortcuts.ts";
import { backdropOf, type CallView, INITIAL_VIEW } from "@/lib/call/view.ts";
import type { ChatMessages } from "@/lib/i18n/catalogue.ts";
import type { StatsMessages } from "@/lib/i18n/stats/messages.ts";

/** What the page hands to its island. */
export interface ChatProps {
  /** Language of the page. */
  locale: string;
  /** Texts in that language. */
  messages: ChatMessages;
  /** Texts about the connection. */
  statsTexts: StatsMessages;
  /**
   * Where the visitor shows first that they are an adult, and whether they came
   * back without that; `null` where it is known or not asked.
   */
  ageCheck: { url: string; isUnknown: boolean } | null;
  /** Whether the platform tells where visitors are. */
  knowsCountry: boolean;
  /** Address of the bundled ticker worker. */
  tickerUrl: string;
  /** Address of the bundled worker that measures calls. */
  statsWorkerUrl: string;
}

/** What lies over the page, at most one at a time. */
type SheetName = "filters" | "settings" | "help" | "gate";

/** The stage, what lies over it, and the controls. */
export default function Chat(props: ChatProps) {
  const { locale, messages, statsTexts, knowsCountry, ageCheck } = props;
  const { tickerUrl, statsWorkerUrl } = props;
  const view = useSignal<CallView>(INITIAL_VIEW);
  const page = useSignal<BrowserPage | null>(null);
  const filters = useSignal<Filters>(DEFAULT_FILTERS);
  const preferences = useSignal<Preferences>(DEFAULT_PREFERENCES);
  const facing = useSignal(ANY_DEVICE.facing);
  const sheet = useSignal<SheetName | null>(null);
  const wished = useSignal<"start" | "preview">("start");
  const isOffline = useSignal(false);
  const isCalling = useSignal(false);
  const stats = useSignal<ShownStats | null>(null);
  const isFallback = useSignal(false);

  const text = useTextChat(view.value);

  const { state, localStream, conversation } = view.value;
  const session = page.value?.session ?? null;
  const backdrop = backdropOf(view.value);
  const status = statusOf(state, isOffline.value);
  const title = isCalling.value
    ? messages.someoneIsHere
    : messages.status[status];
  const trouble = state.name === "live" ? state.trouble : null;

  useEffect(() => {
    filters.value = parseFilters(readKept(KEPT.filters));
    preferences.value = parsePreferences(readKept(KEPT.preferences));
    const own = openBrowserPage({
      tickerUrl,
      statsWorkerUrl,
      deviceChoice: () => ({ ...preferences.peek(), facing: facing.peek() }),
      onChange: (next) => view.value = next,
      onOffline: (isNow) => isOffline.value = isNow,
      onCalling: (isNow) => isCalling.value = isNow,
      onStats: (next) => stats.value = next,
      onFallback: (isNow) => isFallback.value = isNow,
    });
    own.session.setFilters(filters.value);
    own.session.setAutoNext(preferences.value.isAutoNext);
    if (isAdult()) own.showPreview();
    if (ageCheck?.isUnknown) sheet.value = "gate";
    page.value = own;
    return () => own.close();
  }, []);

  useEffect(() => {
    document.title = `${title} · Parley`;
  }, [title]);

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { activeElement } = document;
      const isTyping = document.querySelector("dialog[open]") !== null ||
        activeElement instanceof HTMLTextAreaElement;
      const shortcut = shortcutOf(event, isTyping);
      if (shortcut === null) return;
      // The field that opens would take the letter.
      if (shortcut === "text") event.preventDefault();
      follow(shortcut);
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);

  function follow(shortcut: Shortcut) {
    const own = page.peek()?.session;
    const { isMicOn, isCameraOn } = view.peek();
    if (shortcut === "next") own?.next();
    else if (shortcut === "mic") own?.setToggles({ isMicOn: !isMicOn });
    else if (shortcut === "camera") {
      own?.setToggles({ isCameraOn: !isCameraOn });
    } else if (shortcut === "text") text.open();
    else sheet.value = "help";
  }

  /** The first press asks for the visitor's word; later ones do not. */
  function passThrough(wish: "start" | "preview") {
    wished.value = wish;
    if (isAdult() && ageCheck === null) followWish();
    else sheet.value = "gate";
  }

  function passGate() {
    sheet.value = null;
    keep(KEPT.adult, TERMS_VERSION);
    if (ageCheck === null) followWish();
    else location.assign(ageCheck.url);
  }

  function followWish() {
    if (wished.value === "start") page.value?.outage.start();
    else page.value?.askPreview();
  }

  function closeFilters() {
    if (sheet.value !== "filters") return;
    sheet.value = null;
    session?.setFilters(filters.value);
  }

  function changeFilters(next: Filters) {
    filters.value = next;
    keep(KEPT.filters, JSON.stringify(next));
  }

  /** Lasts as long as the page: the wishes are kept for the next visit. */
  function relax() {
    filters.value = relaxed(filters.value);
    session?.setFilters(filters.value);
  }

  function changePreferences(change: Partial<Preferences>) {
    preferences.value = { ...preferences.value, ...change };
    keep(KEPT.preferences, JSON.stringify(preferences.value));
    if ("isAutoNext" in change) {
      session?.setAutoNext(preferences.value.isAutoNext);
    }
    if ("cameraId" in change) void session?.reopenDevice("video");
    if ("microphoneId" in change) void session?.reopenDevice("audio");
  }

  function switchCamera() {
    facing.value = facing.value === "user" ? "environment" : "user";
    changePreferences({ cameraId: "" });
  }

  const closeSheet = (name: SheetName) => () => {
    if (sheet.value === name) sheet.value = null;
  };

  return (
    <div
      class="chat"
      data-state={state.name}
      data-backdrop={backdrop}
      data-broken={trouble !== null}
    >
      <RemoteVideo
        view={view.value}
        preferences={preferences.value}
        messages={messages}
        onFirstFrame={() => session?.noteFirstFrame()}
      />
      <SelfView
        view={view.value}
        place={backdrop === "remote" ? "corner" : "stage"}
        isMirrored={preferences.value.isMirrored && facing.value === "user"}
        messages={messages}
      />
      <div class="scrim" />
      <StageCover
        view={view.value}
        status={status}
        isAutoNext={preferences.value.isAutoNext}
        isChoosy={isChoosy(filters.value)}
        onPreview={session ? () => passThrough("preview") : undefined}
        onRelax={relax}
        onGoBack={() => session?.goBack()}
        onDeclineBack={() => session?.declineBack()}
        locale={locale}
        messages={messages}
        connection={
          <ConnectionSlot
            stats={stats}
            isFallback={isFallback}
            locale={locale}
            texts={statsTexts}
          />
        }
      />
      {localStream && (
        <StageTools
          hasRemote={backdrop === "remote"}
          messages={messages}
          onSwitchCamera={switchCamera}
        />
      )}
      {trouble && (
        <Reconnecting trouble={trouble} locale={locale} messages={messages} />
      )}
      <MissingDevices
        view={view.value}
        messages={messages}
        onReopen={(kind) => void session?.reopenDevice(kind)}
      />
      <ControlDock
        view={view.value}
        session={session}
        wishCount={countWishes(filters.value)}
        text={text}
        locale={locale}
        messages={messages}
        onStart={() => passThrough("start")}
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
      <FilterPanel
        isOpen={sheet.value === "filters"}
        filters={filters.value}
        knowsCountry={knowsCountry}
        locale={locale}
        messages={messages}
        onChange={changeFilters}
        onClose={closeFilters}
      />
      <SettingsSheet
        isOpen={sheet.value === "settings"}
        preferences={preferences.value}
        stream={localStream}
        messages={messages}
        onChange={changePreferences}
        onHelp={() => sheet.value = "help"}
        onClose={closeSheet("settings")}
      />
      <HelpSheet
        isOpen={sheet.value === "help"}
        messages={messages}
        onClose={closeSheet("help")}
      />
      <AdultGate
        isOpen={sheet.value === "gate"}
        ageCheck={ageCheck}
        messages={messages.gate}
        onPass={passGate}
        onClose={closeSheet("gate")}
      />
    </div>
  );
}

function isAdult(): boolean {
  return readKept(KEPT.adult) === TERMS_VERSION;
}
