import { doesNotMatch, equal, match, ok } from "node:assert/strict";
import { chromium, type Page } from "playwright-core";
import { chromiumPath, FLAGS } from "@/tests/chromium.ts";
import { startServer } from "@/tests/server_process.ts";
import { e2e } from "./e2e.ts";

/** Gives the page an authenticator that says yes to whatever is asked. */
async function virtualAuthenticator(page: Page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send(
    "WebAuthn.addVirtualAuthenticator",
    {
      options: {
        protocol: "ctap2",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    },
  );
  return {
    remove: () =>
      cdp.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId }),
  };
}

async function givePassword(page: Page, baseUrl: string): Promise<void> {
  await page.goto(`${baseUrl}/admin`);
  await page.fill("#password", "test-password");
  await page.click("text=Open");
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Sign out", exact: true }).first()
    .click();
  await page.waitForSelector("#password");
}

e2e(
  "a passkey is added, asked for beside the password, and removed",
  async () => {
    await using server = await startServer();
    const browser = await chromium.launch({
      executablePath: chromiumPath!,
      args: FLAGS,
    });
    try {
      const page = await browser.newPage();
      const errors: string[] = [];
      page.on("pageerror", ({ message }) => errors.push(message));
      // WebAuthn knows hosts by name only.
      const baseUrl = server.baseUrl.replace("127.0.0.1", "localhost");
      const authenticator = await virtualAuthenticator(page);
      await givePassword(page, baseUrl);
      await page.waitForURL("**/admin");
      await page.goto(`${baseUrl}/admin/settings/passkeys`);
      await page.fill("[name=name]", "Laptop");
      await page.click("text=Add a passkey");
      await page.waitForSelector(".recovery-codes");
      const codes = await page.locator(".recovery-codes code")
        .allTextContents();
      equal(codes.length, 10);
      match(await page.innerText("main"), /One passkey/);
      await page.goto(`${baseUrl}/admin/settings/passkeys`);
      doesNotMatch(await page.innerText("main"), new RegExp(codes[0]!));

      await signOut(page);
      await givePassword(page, baseUrl);
      await page.click("text=Use your passkey");
      await page.waitForSelector(".desk-nav");

      // Without the authenticator only a code on paper is left, which works once.
      await signOut(page);
      await authenticator.remove();
      for (
        const [code, opens] of [[codes[0]!, true], [codes[0]!, false]] as const
      ) {
        await givePassword(page, baseUrl);
        await page.fill("#code", code);
        await page.locator("form:has(#code) button").click();
        if (opens) {
          await page.waitForSelector(".desk-nav");
          await signOut(page);
        } else {
          await page.waitForSelector("#problem:not(:empty)");
          equal(await page.locator(".desk-nav").count(), 0);
        }
      }

      // Recovery by the admin token: it is a tool's, and asks for no passkey.
      const removal = await page.request.get(
        `${baseUrl}/admin/settings/passkeys`,
        {
          headers: { authorization: "Bearer test-admin-token-0123456789" },
        },
      );
      const id = /name="id" value="([\w-]+)"/.exec(await removal.text())?.[1];
      ok(id !== undefined);
      const removed = await page.request.post(
        `${baseUrl}/admin/settings/passkeys`,
        {
          headers: {
            authorization: "Bearer test-admin-token-0123456789",
            origin: baseUrl,
          },
          form: { do: "remove", id },
        },
      );
      equal(removed.status(), 200);
      await givePassword(page, baseUrl);
      await page.waitForSelector(".desk-nav");
      equal(errors.join(), "");
    } finally {
      await browser.close();
    }
  },
);
