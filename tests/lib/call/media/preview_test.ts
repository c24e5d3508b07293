import { deepEqual } from "node:assert/strict";
import { previewWhileSeen } from "@/lib/call/media/preview.ts";
import { settle } from "@/tests/lib/call/fakes.ts";

/** A page whose visibility and permissions are set by hand. */
function page(states: Record<string, PermissionState> | null) {
  const document = Object.assign(new EventTarget(), { hidden: false });
  const told: string[] = [];
  const end = previewWhileSeen({
    preview: () => told.push("preview"),
    endPreview: () => told.push("end"),
  }, {
    document: document as unknown as Document,
    permissions: {
      query({ name }: PermissionDescriptor) {
        return states === null
          ? Promise.reject(new TypeError("unknown name"))
          : Promise.resolve({ state: states[name] } as PermissionStatus);
      },
    },
  });
  return {
    told,
    end,
    async see(isSeen: boolean) {
      document.hidden = !isSeen;
      document.dispatchEvent(new Event("visibilitychange"));
      await settle();
    },
  };
}

const granted = { camera: "granted", microphone: "granted" } as const;

Deno.test("previewWhileSeen() shows what is allowed, while the page is seen", async () => {
  const { told, see } = page(granted);
  await settle();
  deepEqual(told, ["preview"]);
  await see(false);
  await see(true);
  deepEqual(told, ["preview", "end", "preview"]);
});

for (
  const states of [
    { ...granted, camera: "prompt" },
    { ...granted, microphone: "denied" },
    null,
  ] as const
) {
  Deno.test(`previewWhileSeen() asks nobody for ${JSON.stringify(states)}`, async () => {
    const { told } = page(states);
    await settle();
    deepEqual(told, []);
  });
}

Deno.test("previewWhileSeen() asks nobody where nothing can be asked", async () => {
  const told: string[] = [];
  previewWhileSeen({
    preview: () => told.push("preview"),
    endPreview: () => told.push("end"),
  }, {
    document: Object.assign(new EventTarget(), {
      hidden: false,
    }) as unknown as Document,
    permissions: undefined,
  });
  await settle();
  deepEqual(told, []);
});

Deno.test("previewWhileSeen() shows nothing once the page is hidden again", async () => {
  const { told, see } = page(granted);
  await see(false);
  deepEqual(told, ["end"]);
});

Deno.test("previewWhileSeen() ends for good", async () => {
  const { told, end, see } = page(granted);
  end();
  await settle();
  await see(false);
  await see(true);
  deepEqual(told, []);
});
