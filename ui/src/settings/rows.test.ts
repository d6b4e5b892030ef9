import { describe, expect, test } from "vitest";
import { isLoopback, portTrouble, readListen, writeListen } from "./address";
import { hostTrouble, numberTrouble, originTrouble, proxyTrouble } from "./checks";
import { found, marked, type Row, type Section } from "./rows";

const row = (id: string, title: string, more: Partial<Row> = {}): Row => ({ id, title, Control: () => null, ...more });
const SECTIONS: Section[] = [
  {
    id: "server",
    title: "Server",
    rows: [row("port", "Port", { text: "Clients know it." }), row("cors", "Web pages", { also: "cors origins" })],
  },
  { id: "backup", title: "Backup", rows: [row("make", "Make a backup", { also: "export" })] },
];
const ids = (typed: string) => found(SECTIONS, typed).flatMap(({ rows }) => rows.map(({ id }) => id));

describe("the search of the settings", () => {
  test.each([
    ["", ["port", "cors", "make"]],
    ["port", ["port"]],
    ["PORT clients", ["port"]],
    ["server", ["port", "cors"]],
    ["cors", ["cors"]],
    ["expo", ["make"]],
    ["nothing like it", []],
  ])("%j finds %j", (typed, expected) => expect(ids(typed)).toEqual(expected));

  test("what was typed is marked wherever it stands, as text and not as a pattern", () => {
    expect(marked("Report the port", "port")).toEqual(["Re", "port", " the ", "port", ""]);
    expect(marked("a (b)", "(b)")).toEqual(["a ", "(b)", ""]);
    expect(marked("Port", "")).toEqual(["Port"]);
  });
});

describe("where the gateway listens", () => {
  test.each([
    [null, "127.0.0.1", 4180],
    ["0.0.0.0:4180", "0.0.0.0", 4180],
    ["[::1]:80", "[::1]", 80],
    ["192.168.1.20:9000", "192.168.1.20", 9000],
  ])("%j is read and written back", (text, host, port) => {
    expect(readListen(text)).toEqual({ host, port });
    expect(writeListen({ host, port })).toBe(text);
  });

  test("only loopback addresses are this computer's alone", () => {
    expect(["127.0.0.1", "127.1.2.3", "[::1]", "0.0.0.0", "192.168.1.2"].filter(isLoopback)).toHaveLength(3);
  });
});

test.each([
  [portTrouble, ["1", "4180", "65535"], ["0", "65536", "1e3", "", "-1", "80.5"]],
  [(text: string) => numberTrouble(text, 30), ["1", "30"], ["0", "31", "a", "1.5"]],
  [
    originTrouble,
    ["https://app.example.com", "http://localhost:3000", "tauri://localhost"],
    ["app.example.com", "https://a/b", "https://me@a"],
  ],
  [hostTrouble, ["my-computer.local", "192.168.1.20", "box:4180", "[fe80::1]"], ["http://box", "a b", ""]],
  [
    proxyTrouble,
    ["", "http://10.0.0.1:3128", "socks5://127.0.0.1:1080"],
    ["10.0.0.1:3128", "ftp://a", "http://me:secret@a:1"],
  ],
])("what can not be is told before it is sent (%#)", (trouble, right, wrong) => {
  for (const text of right) expect(trouble(text), text).toBeUndefined();
  for (const text of wrong) expect(trouble(text), text).toBeTypeOf("string");
});
