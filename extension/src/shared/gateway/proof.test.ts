import { expect, it } from "vitest";
import { json } from "../../testing/fakes.ts";
import { type Call, createHttp } from "./http.ts";
import { withProof } from "./proof.ts";

const CALL: Call = { method: "POST", path: "/keys/openai/fetch", token: "token" };

it("goes along in a header with a call that only this extension may make", async () => {
  const sent: Headers[] = [];
  const http = createHttp(
    () => "http://gateway",
    async (_, init) => {
      sent.push(new Headers(init?.headers));
      return json({});
    },
  );
  const call = await withProof(CALL, { get: async () => "secret" });
  if (call) await http.send(call);
  await http.send(CALL);
  expect(sent.map((headers) => headers.get("X-Gatehouse-Proof"))).toEqual(["secret", null]);
  expect(sent[0]?.get("X-CSRF-Token")).toBe("token");
});

it("is missing where no native host has given it", async () => {
  expect(await withProof(CALL, { get: async () => undefined })).toBeNull();
});
