/**
 * The chat page's one island: joins the call session to what is seen of it.
 *
 * @module
 */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { AdultGate } from "@/components/chat/AdultGate.tsx";
import { ControlDock } from "@/components/chat/ControlDock.tsx";
import { FilterPanel } from "@/components/chat/FilterPanel.tsx";
import { RemoteVideo } from "@/components/chat/RemoteVideo.tsx";
import { SelfView } from "@/components/chat/SelfView.tsx";
import { SearchFigure, StageCover } from "@/components/chat/StageCover.tsx";
import { StatusLine, statusOf } from "@/components/chat/StatusLine.tsx";
import { createBrowserSession } from "@/lib/call/browser_session.ts";
import {
  DEFAULT_FILTERS,
  type Filters,
  parseFilters,
} from "@/lib/call/filters.ts";
import { previewWhileSeen } from "@/lib/call/media/preview.ts";
import { keep, KEPT, readKept, TERMS_VERSION } from "@/lib/call/kept.ts";
import { Outage } from "@/lib/call/outage.ts";
import type { CallSession } from "@/lib/call/session.ts";
import { backdropOf, type CallView, INITIAL_VIEW } from "@/lib/call/view.ts";
import type { ChatMessages } from "@/lib/i18n/catalogue.ts";

/** What the page hands to its island. */
export interface ChatProps {
  /** Language of the page. */
  locale: string;
  /** Texts in that language. */
  messages: ChatMessages;
  /** Address of the bundled ticker worker. */
  tickerUrl: string;
}

/** The stage, what lies over it, and the controls. */
export default function Chat({ locale, messages, tickerUrl }: ChatProps) {
  const view = useSignal<CallView>(INITIAL_VIEW);
  const session = useSignal<CallSession | null>(null);
  const filters = useSignal<Filters>(DEFAULT_FILTERS);
  const areFiltersOpen = useSignal(false);
  const isGateOpen = useSignal(false);
  const outage = useSignal<Outage | null>(null);
  const isOffline = useSignal(false);
  const { state } = view.value;
  const backdrop = backdropOf(view.value);

  useEffect(() => {
    const own = createBrowserSession({
      tickerUrl,
      onChange: (next) => view.value = next,
    });
    filters.value = parseFilters(readKept(KEPT.filters));
    own.setFilters(filters.value);
    own.prefetch();
    session.value = own;
    outage.value = new Outage(own, {
      events: globalThis,
      isOnline: () => navigator.onLine,
      onWaiting: (isWaiting) => isOffline.value = isWaiting,
    });
    const endPreview = previewWhileSeen(own, {
      document,
      permissions: navigator.permissions,
    });
    const depart = () => own.depart();
    addEventListener("pagehide", depart);
    return () => {
      removeEventListener("pagehide", depart);
      endPreview();
      own.endPreview();
      outage.value?.close();
      own.stop();
    };
  }, []);

  const status = statusOf(state, isOffline.value);
  useEffect(() => {
    document.title = `${messages.status[status]} · Parley`;
  }, [status]);

  useEffect(() => {
    const skip = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      const isUnder = document.querySelector("dialog[open]") !== null;
      if (!isUnder && !event.repeat) session.peek()?.next();
    };
    addEventListener("keydown", skip);
    return () => removeEventListener("keydown", skip);
  }, []);

  /** The first press of Start asks for the visitor's word; later ones do not. */
  function start() {
    if (readKept(KEPT.adult) === TERMS_VERSION) outage.value?.start();
    else isGateOpen.value = true;
  }

  function passGate() {
    isGateOpen.value = false;
    keep(KEPT.adult, TERMS_VERSION);
    outage.value?.start();
  }

  function changeFilters(next: Filters) {
    filters.value = next;
    keep(KEPT.filters, JSON.stringify(next));
  }

  function closeFilters() {
    if (!areFiltersOpen.value) return;
    areFiltersOpen.value = false;
    session.value?.setFilters(filters.value);
  }

  return (
    <div class="chat" data-state={state.name} data-backdrop={backdrop}>
      <RemoteVideo
        view={view.value}
        messages={messages}
        onFirstFrame={() => session.value?.noteFirstFrame()}
      />
      <SelfView
        view={view.value}
        place={backdrop === "remote" ? "corner" : "stage"}
        messages={messages}
      />
      <div class="scrim" />
      <div class="cover">
        <SearchFigure />
        <StatusLine state={state} status={status} messages={messages} />
        <StageCover state={state} status={status} messages={messages} />
      </div>
      <ControlDock
        view={view.value}
        session={session.value}
        messages={messages}
        onStart={start}
        onOpenFilters={() => areFiltersOpen.value = true}
      />
      <FilterPanel
        isOpen={areFiltersOpen.value}
        filters={filters.value}
        locale={locale}
        messages={messages}
        onChange={changeFilters}
        onClose={closeFilters}
      />
      <AdultGate
        isOpen={isGateOpen.value}
        messages={messages.gate}
        onPass={passGate}
        onClose={() => isGateOpen.value = false}
      />
    </div>
  );
}
