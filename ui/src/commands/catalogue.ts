import { strings } from "../strings";

/** `scope.name`. What it does is said in `strings`; who is on the screen binds what happens (`registry.ts`). */
export type CommandId = keyof typeof strings.commands.titles;
export type Scope = keyof typeof strings.commands.scopes;

export const COMMANDS = Object.keys(strings.commands.titles) as CommandId[];

/** The keys it has unless somebody chose others. `Mod` is Ctrl, and ⌘ on a Mac. The first is the one that is shown. */
export const USUAL: { readonly [Id in CommandId]?: readonly string[] } = {
  "app.palette": ["Mod+k"],
  "app.shortcuts": ["Mod+/", "?"],
  "app.rail": ["Mod+b"],
  "app.overview": ["Mod+1"],
  "app.playground": ["Mod+2"],
  "app.requests": ["Mod+3"],
  "app.keys": ["Mod+4"],
  "app.providers": ["Mod+5"],
  "app.files": ["Mod+6"],
  "app.jobs": ["Mod+7"],
  "app.settings": ["Mod+,", "Mod+8"],
  "app.undo": ["Mod+z"],
  "app.zoomIn": ["Mod++", "Mod+="],
  "app.zoomOut": ["Mod+-"],
  "app.zoomReset": ["Mod+0"],
  "playground.run": ["Mod+Enter"],
  "playground.stop": ["Escape"],
  "playground.add": ["Mod+Shift+a"],
  "requests.filter": ["/", "Mod+f"],
  "requests.next": ["j", "ArrowDown"],
  "requests.previous": ["k", "ArrowUp"],
  "requests.open": ["Enter"],
  "requests.close": ["Escape"],
  "requests.whole": ["f"],
  "requests.replay": ["r"],
  "requests.copyCurl": ["c"],
  "requests.follow": ["End"],
  "requests.nextPage": ["PageDown"],
  "requests.previousPage": ["PageUp"],
  "requests.extendNext": ["Shift+ArrowDown"],
  "requests.extendPrevious": ["Shift+ArrowUp"],
  "requests.newest": ["Home"],
  "requests.selectAll": ["Mod+a"],
  "requests.pin": ["Space", "p"],
  "requests.remove": ["Delete"],
  "overview.next": ["j", "ArrowDown"],
  "overview.previous": ["k", "ArrowUp"],
  "overview.open": ["Enter"],
  "overview.leave": ["Escape"],
  "keys.create": ["n"],
  "keys.next": ["j", "ArrowDown"],
  "keys.previous": ["k", "ArrowUp"],
  "keys.leave": ["Escape"],
  "keys.edit": ["e", "Enter"],
  "keys.toggle": ["d"],
  "providers.add": ["n"],
  "providers.next": ["j", "ArrowDown"],
  "providers.previous": ["k", "ArrowUp"],
  "providers.open": ["Enter"],
  "providers.test": ["t"],
  "providers.toggle": ["Space"],
  "providers.leave": ["Escape"],
  "files.search": ["/", "Mod+f"],
  "files.upload": ["Mod+u"],
  "files.next": ["j", "ArrowDown"],
  "files.previous": ["k", "ArrowUp"],
  "files.open": ["Enter", "Space"],
  "files.close": ["Escape"],
  "files.whole": ["f"],
  "files.copyId": ["c"],
  "files.remove": ["Delete"],
  "jobs.search": ["/", "Mod+f"],
  "jobs.create": ["n"],
  "jobs.next": ["j", "ArrowDown"],
  "jobs.previous": ["k", "ArrowUp"],
  "jobs.open": ["Enter"],
  "jobs.close": ["Escape"],
  "jobs.whole": ["f"],
  "jobs.cancel": ["Mod+."],
  "jobs.again": ["r"],
  "jobs.copyFileId": ["c"],
  "jobs.remove": ["Delete"],
  "settings.search": ["/", "Mod+f"],
};

/** Only by key: from the palette they would have nothing to start from. */
const ONLY_BY_KEY: ReadonlySet<CommandId> = new Set([
  "app.palette",
  "requests.next",
  "requests.previous",
  "requests.open",
  "requests.close",
  "requests.nextPage",
  "requests.previousPage",
  "requests.extendNext",
  "requests.extendPrevious",
  "requests.newest",
  "overview.next",
  "overview.previous",
  "overview.open",
  "overview.leave",
  "keys.leave",
  "keys.next",
  "keys.previous",
  "providers.leave",
  "providers.next",
  "providers.previous",
  "providers.open",
  "files.next",
  "files.previous",
  "files.open",
  "files.close",
  "jobs.next",
  "jobs.previous",
  "jobs.open",
  "jobs.close",
]);

export function inPalette(id: CommandId): boolean {
  return !ONLY_BY_KEY.has(id);
}

export function titleOf(id: CommandId): string {
  return strings.commands.titles[id];
}

export function scopeOf(id: CommandId): Scope {
  return id.slice(0, id.indexOf(".")) as Scope;
}
