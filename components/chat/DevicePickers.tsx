import { type ComponentChildren, Fragment } from "preact";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Preferences } from "@/lib/call/preferences.ts";
import type { ChatMessages } from "@/lib/i18n/catalogue.ts";

/** What the pickers show and tell. */
export interface DevicePickersProps {
  /** The devices that were chosen. */
  preferences: Preferences;
  /** Texts of the sheet. */
  messages: ChatMessages["settings"];
  /** What shows how loud the microphone is; it stands below its list. */
  micLevel: ComponentChildren;
  /** Told of another choice. */
  onChange: (change: Partial<Preferences>) => void;
}

/** Kinds of devices, the preference that holds each, and its text. */
const KINDS = [
  ["videoinput", "cameraId", "camera"],
  ["audioinput", "microphoneId", "microphone"],
  ["audiooutput", "speakerId", "speaker"],
] as const;

/** A list for each kind of which there is one to pick. */
export function DevicePickers(
  { preferences, messages, micLevel, onChange }: DevicePickersProps,
) {
  const devices = useSignal<MediaDeviceInfo[]>([]);
  useEffect(() => {
    // Not there on pages without https.
    const media: MediaDevices | undefined = navigator.mediaDevices;
    if (media === undefined) return;
    const read = () =>
      media.enumerateDevices().then(
        (found) => devices.value = found,
        () => devices.value = [],
      );
    void read();
    media.addEventListener("devicechange", read);
    return () => media.removeEventListener("devicechange", read);
  }, []);
  const known = devices.value.filter(({ deviceId, label }) =>
    // Before the permission they have no names, and the first one its own twin.
    deviceId !== "" && deviceId !== "default" && label !== ""
  );
  return (
    <>
      {KINDS.map(([kind, preference, text]) => {
        const options = known.filter((device) => device.kind === kind);
        return (
          <Fragment key={kind}>
            {options.length > 0 && (
              <Picker
                id={preference}
                label={messages[text]}
                byDefault={messages.byDefault}
                options={options}
                chosen={preferences[preference]}
                onChoose={(id) => onChange({ [preference]: id })}
              />
            )}
            {kind === "audioinput" && micLevel}
          </Fragment>
        );
      })}
    </>
  );
}

interface PickerProps {
  id: string;
  label: string;
  byDefault: string;
  options: readonly MediaDeviceInfo[];
  chosen: string;
  onChoose: (deviceId: string) => void;
}

function Picker(props: PickerProps) {
  const { id, label, byDefault, options, chosen, onChoose } = props;
  return (
    <div class="choice">
      <label class="choice-label" for={id}>{label}</label>
      <select
        id={id}
        data-testid={id}
        value={chosen}
        onChange={({ currentTarget }) => onChoose(currentTarget.value)}
      >
        <option value="">{byDefault}</option>
        {options.map(({ deviceId, label }) => (
          <option
            key={deviceId}
            value={deviceId}
            selected={deviceId === chosen}
          >
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}
