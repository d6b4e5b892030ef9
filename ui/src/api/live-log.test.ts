import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ScriptedGateway } from "../test/gateway";
import { aRow } from "../test/records";
import { adminClient } from "./client";
import { liveLog } from "./live-log";
import type { Log, LogQuery } from "./log";
import { logQuery } from "./queries";
import type { RequestRow } from "./types";

const row = (n: number, change: Partial<RequestRow> = {}) => aRow({ id: `id-${n}`, started_at: n, ...change });
let gateway: ScriptedGateway;
let cache: QueryClient;
let live: ReturnType<typeof liveLog>;
let asked: URLSearchParams[];

/** Opens a list of rows 3 and 1. What the gateway then answers, `answer` says. */
async function openList(wanted: LogQuery, answer: () => RequestRow[]) {
  const client = adminClient({ adminUrl: "http://gateway/admin", adminToken: "right" });
  let first = true;
  asked = [];
  gateway.on("GET /requests", ({ query }) => {
    asked.push(query);
    const data = first ? [row(3), row(1)] : answer();
    first = false;
    return { data, next: null };
  });
  const observer = new QueryObserver(cache, logQuery(client, cache, wanted));
  const stop = observer.subscribe(() => undefined);
  await vi.waitFor(() => expect(observer.getCurrentResult().data).toBeDefined());
  live = liveLog(cache, client);
  return { ids: () => cache.getQueryData<Log>(["log", wanted])?.rows.map((each) => each.id), stop };
}

beforeEach(() => {
  gateway = new ScriptedGateway().install();
  cache = new QueryClient();
});
afterEach(() => {
  live.stop();
  vi.unstubAllGlobals();
});

test("without a filter every request of the time belongs to the list", async () => {
  const list = await openList({ to: 6 }, () => []);
  live.changed(row(5));
  live.changed(row(7));
  await vi.waitFor(() => expect(list.ids()).toEqual(["id-5", "id-3", "id-1"]));
  expect(asked).toHaveLength(1);
});

test("with a filter the gateway says what of the news belongs to the list, asked once for many", async () => {
  const list = await openList({ filter: "status:5xx" }, () => [row(4, { status: 502 })]);
  for (const n of [4, 5, 6]) live.changed(row(n));
  await vi.waitFor(() => expect(list.ids()).toEqual(["id-4", "id-3", "id-1"]));
  expect(asked).toHaveLength(2);
  expect(Object.fromEntries(asked[1] ?? [])).toMatchObject({ filter: "status:5xx", after: "id-3" });
});

test("a request that began before the newest known one and ends only now is asked for too", async () => {
  const list = await openList({ filter: "status:5xx" }, () => [row(3), row(2, { status: 502 })]);
  live.changed(row(2));
  await vi.waitFor(() => expect(list.ids()).toEqual(["id-3", "id-2", "id-1"]));
  expect(asked[1]?.get("after")).toBe("id-1");
});

test("a row that is known changes in place, whatever the filter", async () => {
  const list = await openList({ filter: "is:pinned" }, () => []);
  live.changed(row(3, { pinned: true, note: "kept" }));
  await vi.waitFor(() => expect(cache.getQueryData<Log>(["log", { filter: "is:pinned" }])?.rows[0]?.note).toBe("kept"));
  expect(list.ids()).toEqual(["id-3", "id-1"]);
  expect(asked).toHaveLength(1);
});

test("a filtered list that nobody looks at is asked for again when somebody does", async () => {
  const list = await openList({ filter: "ci" }, () => [row(4)]);
  list.stop();
  live.changed(row(4));
  await vi.waitFor(() => expect(cache.getQueryState(["log", { filter: "ci" }])?.isInvalidated).toBe(true));
  expect(asked).toHaveLength(1);
});

test("what is deleted leaves every list", async () => {
  const list = await openList({}, () => []);
  live.changed(row(4));
  live.removed(["id-4", "id-3"]);
  expect(list.ids()).toEqual(["id-1"]);
});
