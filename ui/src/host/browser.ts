// The token lives as long as the tab: closing it signs out, and no other page can read it.
const SLOT = "turnpike.admin-token";

export function rememberedToken(): string | null {
  return window.sessionStorage.getItem(SLOT);
}

export function rememberToken(token: string): void {
  window.sessionStorage.setItem(SLOT, token);
}

export function forgetToken(): void {
  window.sessionStorage.removeItem(SLOT);
}
