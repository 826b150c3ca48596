import { GatewayAway } from "./errors.ts";
import { follow } from "./follow.ts";
import { type Address, createHttp } from "./http.ts";
import { createIdentity, type IdentityOptions } from "./identity.ts";
import { createProvenHttp } from "./proven-http.ts";
import { createSession, type Locks, type SessionStore } from "./session.ts";
import type {
  AccessToken,
  Answer,
  GenerateRequest,
  GenerationEvent,
  Health,
  KeyInfo,
  NewAccessToken,
  Provider,
  SessionInfo,
  TokenRequest,
} from "./types.ts";

/** Everything the extension asks of the gateway. */
export interface Gateway {
  /** Has the gateway prove its identity. */
  health(): Promise<Health>;
  /** Believes the gateway that has this public key from now on. */
  trust(publicKey: string): Promise<void>;
  /** Does not keep the session alive. */
  session(): Promise<SessionInfo>;
  providers(): Promise<Provider[]>;
  selectProvider(id: string): Promise<void>;
  saveKey(provider: string, apiKey: string, allowUnverified: boolean): Promise<KeyInfo>;
  verifyKey(provider: string): Promise<KeyInfo>;
  removeKey(provider: string): Promise<void>;
  generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<GenerationEvent>;
  followGeneration(id: string, signal: AbortSignal): AsyncGenerator<GenerationEvent>;
  generations(): Promise<Answer[]>;
  stopGeneration(id: string): Promise<Answer>;
  tokens(): Promise<AccessToken[]>;
  issueToken(request: TokenRequest): Promise<NewAccessToken>;
  revokeToken(id: string): Promise<void>;
  /** Where other programs reach it. */
  address(): Promise<string>;
  signOut(): Promise<void>;
}

export interface GatewayOptions {
  address: Address;
  fetch: typeof fetch;
  session: SessionStore;
  locks: Locks;
  identity: IdentityOptions;
  /** A system prompt that goes along with every request; null for none. */
  system?: () => Promise<string | null>;
}

export function createGateway(options: GatewayOptions): Gateway {
  const { address, identity } = options;
  const unproven = createHttp(address, options.fetch);
  const http = createProvenHttp(unproven, address, createIdentity(unproven, address, identity));
  const session = createSession(http, options.session, options.locks);
  const system = async () => {
    const prompt = (await options.system?.()) ?? null;
    return prompt === null ? {} : { system: prompt };
  };
  const inThisSessionOnly = { repeatInNewSession: false };

  const events = async (id: string, lastEventId: string | undefined, signal: AbortSignal) => {
    // A stream that breaks may be all that is seen of a gateway's end.
    await http.prove();
    return await session.use(
      (token) =>
        http.send({
          method: "GET",
          path: `/generations/${encodeURIComponent(id)}/events`,
          token,
          signal,
          ...(lastEventId === undefined ? {} : { lastEventId }),
        }),
      inThisSessionOnly,
    );
  };

  return {
    health: () => http.prove(),

    trust: (publicKey) => identity.known.set(publicKey),

    session: () => session.use((token) => http.json<SessionInfo>({ method: "GET", path: "/session", token })),

    async providers() {
      const { providers } = await session.use((token) =>
        http.json<{ providers: Provider[] }>({ method: "GET", path: "/providers", token }),
      );
      return providers;
    },

    async selectProvider(provider) {
      await session.change((token) =>
        http.send({ method: "PATCH", path: "/session", token, body: { provider }, keepalive: true }),
      );
    },

    saveKey: (provider, apiKey, allowUnverified) =>
      session.change(async (token) => {
        await http.prove();
        return await http.json<KeyInfo>({
          method: "PUT",
          path: keyPath(provider),
          token,
          body: { api_key: apiKey, allow_unverified: allowUnverified },
          keepalive: true,
        });
      }),

    verifyKey: (provider) =>
      session.change((token) =>
        http.json<KeyInfo>({
          method: "POST",
          path: `${keyPath(provider)}/verify`,
          token,
          keepalive: true,
        }),
      ),

    async removeKey(provider) {
      await session.change((token) =>
        http.send({ method: "DELETE", path: keyPath(provider), token, keepalive: true }),
      );
    },

    async *generate(request, signal) {
      const body = { ...(await system()), ...request, stream: true, detach: true };
      const first = await session.use(
        (token) =>
          http.send({
            method: "POST",
            path: "/generate",
            token,
            signal,
            body,
          }),
        inThisSessionOnly,
      );
      let id: string | undefined;
      const reopen = async (lastEventId: string | undefined) => {
        // Broken off before the start event: without an id it cannot be followed.
        if (id === undefined) throw new GatewayAway();
        return await events(id, lastEventId, signal);
      };
      for await (const event of follow({ first, reopen, signal })) {
        if (event.type === "start") id = event.id;
        yield event;
      }
    },

    followGeneration: (id, signal) =>
      follow({ reopen: (lastEventId) => events(id, lastEventId, signal), signal }),

    async generations() {
      const { generations } = await session.use((token) =>
        http.json<{ generations: Answer[] }>({ method: "GET", path: "/generations", token }),
      );
      return generations;
    },

    stopGeneration: (id) =>
      session.use(
        (token) =>
          http.json<Answer>({ method: "DELETE", path: `/generations/${encodeURIComponent(id)}`, token }),
        inThisSessionOnly,
      ),

    async tokens() {
      const { tokens } = await session.use((token) =>
        http.json<{ tokens: AccessToken[] }>({ method: "GET", path: "/tokens", token }),
      );
      return tokens;
    },

    // The session cookie holds the key of the tokens, so it changes.
    issueToken: (request) =>
      session.change((token) =>
        http.json<NewAccessToken>({ method: "POST", path: "/tokens", token, body: request, keepalive: true }),
      ),

    async revokeToken(id) {
      const path = `/tokens/${encodeURIComponent(id)}`;
      await session.change((token) => http.send({ method: "DELETE", path, token, keepalive: true }));
    },

    address: async () => await address(),

    signOut: () =>
      session.end((token) => http.send({ method: "DELETE", path: "/session", token, keepalive: true })),
  };
}

function keyPath(provider: string): string {
  return `/keys/${encodeURIComponent(provider)}`;
}
