import preact from "@preact/preset-vite";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [preact()],
  test: {
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/testing/speak-english.ts"],
    restoreMocks: true,
    testTimeout: 30_000,
    // Vitest would leave one core idle: of two, half of all there is.
    maxWorkers: "100%",
  },
});
