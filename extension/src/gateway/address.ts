/** Where the gateway listens. The manifest's host permission and CSP allow this host only. */
export const GATEWAY_ADDRESS = "http://127.0.0.1:8765";
