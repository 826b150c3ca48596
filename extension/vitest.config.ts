import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/testing/english-strings.ts"],
    restoreMocks: true,
    testTimeout: 30_000,
    // Vitest leaves one core idle by default, which is half of a machine with two.
    maxWorkers: "100%",
  },
});
