import type { RequestDetail } from "../../../api/types";
import { count, credits, UNKNOWN } from "../../../format/numbers";
import { duration } from "../../../format/time";
import { strings } from "../../../strings";
import { sentBody } from "../bodies/code";
import { answerOf, plainTurn, promptOf, type Turn } from "../bodies/conversation";
import { parametersOf } from "../parameters";

const { detail } = strings.requests;
const words = detail.compare;

/** One thing about two requests. */
export interface Pair {
  name: string;
  values: [string, string];
  differs: boolean;
  /** How much more or less the second is: `+12 %`. */
  change: string | null;
}

type Pick<T> = (detail: RequestDetail) => T;

/** What is known of both, figure by figure. */
export function figuresOf(a: RequestDetail, b: RequestDetail): Pair[] {
  const text = (name: string, pick: Pick<string | null>): Pair => pair(name, pick(a) ?? UNKNOWN, pick(b) ?? UNKNOWN);
  const number = (name: string, pick: Pick<number | null>, show: (value: number | null) => string): Pair => ({
    ...pair(name, show(pick(a)), show(pick(b))),
    change: changeOf(pick(a), pick(b)),
  });
  const cost = (amount: number | null) => (amount === null ? strings.credits.unpriced : credits(String(amount)));
  return [
    text(words.names.status, ({ status }) => String(status)),
    text(words.names.model, ({ model }) => model),
    text(words.names.served, ({ model_used }) => model_used),
    text(words.names.provider, ({ provider }) => provider),
    text(words.names.key, ({ key_name }) => key_name),
    text(words.names.stream, ({ stream }) => (stream ? detail.facts.yes : detail.facts.no)),
    text(words.names.finish, ({ finish_reason }) => finish_reason),
    number(words.names.attempts, ({ attempts }) => attempts.length, count),
    number(words.names.input, ({ usage }) => usage?.prompt_tokens ?? null, count),
    number(words.names.output, ({ usage }) => usage?.completion_tokens ?? null, count),
    number(words.names.credits, costOf, cost),
    number(words.names.firstToken, ({ first_token_ms }) => first_token_ms, duration),
    number(words.names.total, ({ duration_ms }) => duration_ms, duration),
  ];
}

/** The parameters of both, in the order in which they stand; none where the body was not kept. */
export function parameterPairs(a: RequestDetail, b: RequestDetail): Pair[] {
  const sent = [a, b].map((detail) => new Map(parametersOf(sentBody(detail) ?? {})));
  const names = new Set(sent.flatMap((fields) => [...fields.keys()]));
  return [...names].map((name) => pair(name, sent[0]?.get(name) ?? UNKNOWN, sent[1]?.get(name) ?? UNKNOWN));
}

/** The prompt of a request as lines, or null where it was not kept. */
export function promptText(detail: RequestDetail): string | null {
  if (!detail.bodies) return null;
  const turns = promptOf(detail.bodies.request);
  return turns ? turns.map(spoken).join("\n\n") : detail.bodies.request;
}

export function outputText(detail: RequestDetail): string | null {
  if (!detail.bodies) return null;
  const { turns, error } = answerOf(detail.bodies.response);
  if (turns.length > 0) return turns.map(plainTurn).join("\n\n");
  return error ?? detail.bodies.response;
}

function spoken(turn: Turn): string {
  const role = strings.requests.detail.conversation.roles[turn.role] ?? turn.role;
  return `${role}:\n${plainTurn(turn)}`;
}

function pair(name: string, left: string, right: string): Pair {
  return { name, values: [left, right], differs: left !== right, change: null };
}

function costOf({ credits_used, state }: RequestDetail): number | null {
  if (credits_used !== null) return Number(credits_used);
  return state === "released" ? 0 : null;
}

function changeOf(before: number | null, after: number | null): string | null {
  if (before === null || after === null || before === 0 || before === after) return null;
  const percent = Math.round((after / before - 1) * 100);
  // A tenfold and more is not read well in percent.
  if (percent >= 900) return words.times(count(Math.round(after / before)));
  return percent === 0 ? null : words.percent(`${percent > 0 ? "+" : "−"}${Math.abs(percent)}`);
}
