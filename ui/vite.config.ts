import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// `TURNPIKE_ADMIN=http://127.0.0.1:PORT npm run dev` shows the screens of a running gateway. Its origin check
// sees its own address, since the page comes from another one here.
const admin = process.env.TURNPIKE_ADMIN;

// What tests expect of numbers and times holds wherever they run.
if (process.env.VITEST) Object.assign(process.env, { LC_ALL: "en_US.UTF-8", TZ: "UTC" });

export default defineConfig({
  base: "./",
  plugins: [react(), tailwindcss()],
  build: {
    target: "safari16",
    // The window's content policy allows no inline scripts and no data: fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Read from the app itself or over loopback: one file is faster than several.
    chunkSizeWarningLimit: 900,
  },
  server: admin ? { proxy: { "/admin": { target: admin, changeOrigin: true, headers: { origin: admin } } } } : {},
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/test/setup.ts"],
    css: false,
    // A whole screen without a real browser, on a computer that has other things to do.
    testTimeout: 20_000,
    // A whole page in every failure hides the failure.
    env: { DEBUG_PRINT_LIMIT: "0" },
  },
});
