/**
 * Devices, sound and habits, as a sheet over the page.
 *
 * @module
 */

import type { Preferences } from "@/lib/call/preferences.ts";
import type { ChatMessages } from "@/lib/i18n/catalogue.ts";
import { DevicePickers } from "./DevicePickers.tsx";
import { MicLevel } from "./MicLevel.tsx";
import { Sheet } from "./Sheet.tsx";

/** What the sheet shows and tells. */
export interface SettingsSheetProps {
  /** Whether it is open. */
  isOpen: boolean;
  /** What is set. */
  preferences: Preferences;
  /** The visitor's own sound, while there is any. */
  stream: MediaStream | null;
  /** Whether the site has relays, over which an address can be hidden. */
  hasRelays: boolean;
  /** Texts of the chat page. */
  messages: ChatMessages;
  /** Told of every change. */
  onChange: (change: Partial<Preferences>) => void;
  /** Told when the list of keys is asked for. */
  onHelp: () => void;
  /** Told when it closes. */
  onClose: () => void;
}

/** The sheet with what a visitor sets for themselves. */
export function SettingsSheet(props: SettingsSheetProps) {
  const { isOpen, preferences, stream, messages, onChange, onClose } = props;
  const { settings, help } = messages;
  return (
    <Sheet
      isOpen={isOpen}
      title={settings.title}
      testId="settings-sheet"
      onClose={onClose}
    >
      {isOpen && (
        <DevicePickers
          preferences={preferences}
          messages={settings}
          micLevel={stream && (
            <MicLevel stream={stream} label={settings.level} />
          )}
          onChange={onChange}
        />
      )}
      <label class="choice">
        <span class="choice-label">{settings.volume}</span>
        <input
          type="range"
          min="0"
          max="1"
          step="0.05"
          value={preferences.volume}
          data-testid="volume"
          onInput={({ currentTarget }) =>
            onChange({ volume: currentTarget.valueAsNumber })}
        />
      </label>
      <Switch
        testId="mirror"
        label={settings.mirror}
        isOn={preferences.isMirrored}
        onSwitch={(isMirrored) => onChange({ isMirrored })}
      />
      <Switch
        testId="auto-next"
        label={settings.autoNext}
        isOn={preferences.isAutoNext}
        onSwitch={(isAutoNext) => onChange({ isAutoNext })}
      />
      {props.hasRelays && (
        <Switch
          testId="hide-address"
          label={settings.hideAddress}
          isOn={preferences.isAddressHidden}
          onSwitch={(isAddressHidden) => onChange({ isAddressHidden })}
        />
      )}
      <button
        type="button"
        class="button button-quiet keys-only"
        onClick={props.onHelp}
      >
        {help.title}
      </button>
      <button type="submit" class="button button-primary" data-testid="done">
        {settings.done}
      </button>
    </Sheet>
  );
}

interface SwitchProps {
  testId: string;
  label: string;
  isOn: boolean;
  onSwitch: (isOn: boolean) => void;
}

function Switch({ testId, label, isOn, onSwitch }: SwitchProps) {
  return (
    <label class="switch">
      <span>{label}</span>
      <input
        type="checkbox"
        role="switch"
        checked={isOn}
        data-testid={testId}
        onChange={({ currentTarget }) => onSwitch(currentTarget.checked)}
      />
    </label>
  );
}
