import { lexer, type Token, type Tokens } from "marked";
import { memo, type ReactNode } from "react";
import { CopyIcon } from "../parts/CopyButton";
import { strings } from "../strings";

const words = strings.playground;

/**
 * A model's answer, laid out. Every piece becomes an element of ours: no HTML of the model's is ever run, no picture is
 * fetched, and a link is shown with its address but leads nowhere, since nobody vouches for it.
 */
export const Markdown = memo(function Markdown({ text }: { text: string }) {
  return <div className="flex flex-col gap-2.5 select-text [overflow-wrap:anywhere]">{blocks(lexer(text))}</div>;
});

function blocks(tokens: readonly Token[]): ReactNode[] {
  return tokens.map((token, index) => <Block key={index} token={token as Known} />);
}

function inline(tokens: readonly Token[] | undefined, otherwise: string): ReactNode {
  return tokens ? tokens.map((token, index) => <Inline key={index} token={token as Known} />) : otherwise;
}

/** All that the lexer makes without extensions; its own type is open for those. */
type Known =
  | Tokens.Blockquote
  | Tokens.Br
  | Tokens.Code
  | Tokens.Codespan
  | Tokens.Def
  | Tokens.Del
  | Tokens.Em
  | Tokens.Escape
  | Tokens.HTML
  | Tokens.Heading
  | Tokens.Hr
  | Tokens.Image
  | Tokens.Link
  | Tokens.List
  | Tokens.Paragraph
  | Tokens.Space
  | Tokens.Strong
  | Tokens.Table
  | Tokens.Text;

function Block({ token }: { token: Known }) {
  switch (token.type) {
    case "space":
    case "def":
      return null;
    case "hr":
      return <hr className="border-line-subtle" />;
    case "heading":
      // Headings of an answer are no headings of the page.
      return (
        <p className={token.depth < 3 ? "font-semibold text-section" : "font-semibold"}>
          {inline(token.tokens, token.text)}
        </p>
      );
    case "code":
      return <CodeBlock code={token.text} language={token.lang} />;
    case "blockquote":
      return (
        <blockquote className="flex flex-col gap-2 border-l-2 border-line pl-3 text-subtle">
          {blocks(token.tokens)}
        </blockquote>
      );
    case "list":
      return <ItemList list={token as Tokens.List} />;
    case "table":
      return <Grid table={token as Tokens.Table} />;
    default:
      return <p className="whitespace-pre-wrap">{"tokens" in token ? inline(token.tokens, token.text) : token.raw}</p>;
  }
}

function Inline({ token }: { token: Known }) {
  switch (token.type) {
    case "strong":
      return <strong className="font-semibold">{inline(token.tokens, token.text)}</strong>;
    case "em":
      return <em>{inline(token.tokens, token.text)}</em>;
    case "del":
      return <del>{inline(token.tokens, token.text)}</del>;
    case "codespan":
      return <code className="rounded-[4px] bg-active px-1 font-mono text-meta">{token.text}</code>;
    case "br":
      return <br />;
    case "link":
    case "image":
      return <Address token={token} />;
    case "text":
    case "escape":
      return "tokens" in token ? inline(token.tokens, token.text) : token.text;
    default:
      return token.raw;
  }
}

function Address({ token: { text, href } }: { token: Tokens.Link | Tokens.Image }) {
  return (
    <>
      {text !== href && <>{text} </>}
      <code className="font-mono text-meta text-subtle">{href}</code>
    </>
  );
}

function CodeBlock({ code, language }: { code: string; language: string | undefined }) {
  return (
    <div className="relative rounded-control border border-line-subtle bg-canvas">
      <CopyIcon text={code} what={language ?? "code"} className="absolute top-1 right-1 bg-canvas" />
      <section
        aria-label={language ?? "code"}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="overflow-x-auto py-2.5 pr-9 pl-3"
      >
        <pre className="w-max font-mono text-meta leading-[1.6]">{code}</pre>
      </section>
    </div>
  );
}

function ItemList({ list }: { list: Tokens.List }) {
  const items = list.items.map((item, index) => (
    <li key={index} className="pl-0.5 [&>*+*]:mt-1">
      {item.task && (
        <input
          type="checkbox"
          disabled
          checked={item.checked ?? false}
          aria-label={item.checked ? words.taskDone : words.taskOpen}
          className="mr-1.5"
        />
      )}
      {item.tokens.map((token, at) =>
        token.type === "text" ? <Inline key={at} token={token as Known} /> : <Block key={at} token={token as Known} />,
      )}
    </li>
  ));
  if (!list.ordered) return <ul className="list-disc space-y-1 pl-5 marker:text-subtlest">{items}</ul>;
  return (
    <ol start={Number(list.start) || 1} className="list-decimal space-y-1 pl-5 marker:text-subtle">
      {items}
    </ol>
  );
}

function Grid({ table }: { table: Tokens.Table }) {
  const side = (at: number) => (table.align[at] === "right" ? "text-right" : "text-left");
  return (
    <section
      aria-label={words.table}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="overflow-x-auto"
    >
      <table className="tabular-nums [&_td]:border-line-subtle [&_td]:border-b [&_td]:px-2 [&_td]:py-1 [&_th]:border-line [&_th]:border-b [&_th]:px-2 [&_th]:py-1 [&_th]:font-medium">
        <thead>
          <tr>
            {table.header.map((cell, at) => (
              <th key={at} scope="col" className={side(at)}>
                {inline(cell.tokens, cell.text)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, at) => (
                <td key={at} className={side(at)}>
                  {inline(cell.tokens, cell.text)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
