import { ok } from "node:assert/strict";
import { startServer } from "@/tests/server_process.ts";
import { Visitors } from "./browser.ts";
import { openDesk } from "./desk.ts";
import { e2e } from "./e2e.ts";

e2e(
  "a link to a call opens for an admin who follows it on another site",
  async () => {
    await using server = await startServer();
    const link = `${server.baseUrl}/admin/calls/nobody`;
    const page = `<!doctype html><a href="${link}">See this call</a>`;
    await using elsewhere = Deno.serve(
      { port: 0, hostname: "127.0.0.1", onListen: () => {} },
      () => new Response(page, { headers: { "content-type": "text/html" } }),
    );
    await using visitors = await Visitors.launch(server.baseUrl);
    const admin = await openDesk(visitors, "/admin");
    // By another name it is another site.
    await admin.goto(`http://localhost:${elsewhere.addr.port}/`);
    await admin.getByText("See this call").click();
    await admin.getByText("No such call").waitFor();
    ok(admin.url().endsWith("/admin/calls/nobody"), admin.url());
  },
);
