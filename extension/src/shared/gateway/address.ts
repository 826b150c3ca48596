export const DEFAULT_PORT = 8765;

/** Whether it is a number that a server can listen on. */
export function isPort(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= 65_535;
}

/** Where the gateway listens. The manifest's host permission and CSP allow this host only. */
export function gatewayAddress(port: number): string {
  return `http://127.0.0.1:${port}`;
}
