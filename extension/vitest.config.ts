import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/testing/speak-english.ts"],
    restoreMocks: true,
    testTimeout: 30_000,
    // Vitest would leave one core idle: of two, half of all there is.
    maxWorkers: "100%",
  },
});
