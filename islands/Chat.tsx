/**
 * The chat page's one island: joins the call session to what is seen of it.
 *
 * @module
 */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { ControlDock } from "@/components/chat/ControlDock.tsx";
import { FilterPanel } from "@/components/chat/FilterPanel.tsx";
import { RemoteVideo } from "@/components/chat/RemoteVideo.tsx";
import { SelfView } from "@/components/chat/SelfView.tsx";
import { SearchFigure, StageCover } from "@/components/chat/StageCover.tsx";
import { StatusLine } from "@/components/chat/StatusLine.tsx";
import { createBrowserSession } from "@/lib/call/browser_session.ts";
import {
  DEFAULT_FILTERS,
  type Filters,
  parseFilters,
} from "@/lib/call/filters.ts";
import { previewWhileSeen } from "@/lib/call/media/preview.ts";
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

const FILTERS_KEY = "parley.filters";

/** The stage, what lies over it, and the controls. */
export default function Chat({ locale, messages, tickerUrl }: ChatProps) {
  const view = useSignal<CallView>(INITIAL_VIEW);
  const session = useSignal<CallSession | null>(null);
  const filters = useSignal<Filters>(DEFAULT_FILTERS);
  const areFiltersOpen = useSignal(false);
  const { state } = view.value;
  const backdrop = backdropOf(view.value);

  useEffect(() => {
    const own = createBrowserSession({
      tickerUrl,
      onChange: (next) => view.value = next,
    });
    filters.value = readFilters();
    own.setFilters(filters.value);
    own.prefetch();
    session.value = own;
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
      own.stop();
    };
  }, []);

  useEffect(() => {
    const skip = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      if (!areFiltersOpen.peek()) session.peek()?.next();
    };
    addEventListener("keydown", skip);
    return () => removeEventListener("keydown", skip);
  }, []);

  function changeFilters(next: Filters) {
    filters.value = next;
    writeFilters(next);
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
        <StatusLine state={state} messages={messages} />
        <StageCover state={state} messages={messages} />
        {state.name === "idle" && <Rules messages={messages} />}
      </div>
      <ControlDock
        view={view.value}
        session={session.value}
        messages={messages}
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
    </div>
  );
}

function Rules({ messages: { intro } }: { messages: ChatMessages }) {
  const [before, after] = intro.rules.split("{terms}");
  return (
    <p class="rules">
      {before}
      <a href="/terms">{intro.rulesLink}</a>
      {after}
    </p>
  );
}

function readFilters(): Filters {
  try {
    return parseFilters(localStorage.getItem(FILTERS_KEY));
  } catch {
    return DEFAULT_FILTERS;
  }
}

function writeFilters(filters: Filters): void {
  try {
    localStorage.setItem(FILTERS_KEY, JSON.stringify(filters));
  } catch {
    // A browser that keeps nothing still lets people talk.
  }
}
