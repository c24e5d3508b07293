import { equal } from "node:assert/strict";
import { Sender } from "@/lib/app/listening/sender.ts";

Deno.test("Sender looks the address up once, and the end when it is asked for", async () => {
  const looks: string[] = [];
  const remoteAddr: Deno.NetAddr = {
    transport: "tcp",
    hostname: "192.0.2.1",
    port: 1234,
  };
  const sender = new Sender({
    get remoteAddr() {
      looks.push("address");
      return remoteAddr;
    },
    get completed() {
      looks.push("end");
      return Promise.resolve();
    },
  });
  equal(sender.remoteAddr, remoteAddr);
  equal(sender.remoteAddr.port, 1234);
  equal(looks.join(), "address");
  await sender.completed;
  equal(looks.join(), "address,end");
});
