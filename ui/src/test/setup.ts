import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";

// Without a layout every element is 0 px high, and a virtual list would show nothing.
Object.defineProperties(HTMLElement.prototype, {
  clientHeight: { configurable: true, get: () => 600 },
  clientWidth: { configurable: true, get: () => 1080 },
});

afterEach(() => {
  cleanup();
  window.sessionStorage.clear();
  window.localStorage.clear();
  window.location.hash = "";
});
