import { render } from "@testing-library/react";
import { expect, test } from "vitest";
import { Markdown } from "./Markdown";

test("an answer is laid out", () => {
  const text =
    "# Gates\n\n1. **One** `a<b>&c`\n2. two\n   - *three*\n\n```python\nprint(1)\n```\n\n| a | b |\n|---|--:|\n| x | 12 |\n\n> said\n\nlast\nline";
  const { container } = render(<Markdown text={text} />);
  const texts = (selector: string) => [...container.querySelectorAll(selector)].map((each) => each.textContent);
  expect(texts("strong")).toEqual(["One"]);
  expect(texts("li code")).toEqual(["a<b>&c"]);
  expect(texts("ol > li")).toEqual(["One a<b>&c", "twothree"]);
  expect(texts("ul em")).toEqual(["three"]);
  expect(texts("pre")).toEqual(["print(1)"]);
  expect(texts("td")).toEqual(["x", "12"]);
  expect(container.querySelectorAll("td")[1]?.className).toBe("text-right");
  expect(texts("blockquote")).toEqual(["said"]);
  expect(container.textContent).toContain("last\nline");
});

test("nothing that a model writes is run, fetched or followed", () => {
  const cases = [
    "<script>alert(1)</script>",
    'text <img src="x" onerror="alert(1)"> text',
    "[here](javascript:alert(1))",
    "[here](https://evil.example)",
    "![picture](https://evil.example/p.png)",
    "<https://evil.example>",
    "<iframe src=https://evil.example></iframe>",
  ];
  for (const text of cases) {
    const { container, unmount } = render(<Markdown text={text} />);
    expect(container.querySelector("script, img, a, iframe, [onerror]"), text).toBeNull();
    const address = /(?:javascript|https):[^)> ]*/.exec(text)?.[0] ?? "alert(1)";
    expect(container.textContent, "it can be read all the same").toContain(address);
    unmount();
  }
});

test("a text that breaks off anywhere can be laid out", () => {
  const text = "# A\n\n1. **b** `c`\n\n```js\nd\n```\n\n| e | f |\n|---|---|\n| [g](h) | ~~i~~ |\n\n- [x] j";
  for (let end = 0; end <= text.length; end += 1) {
    const { unmount } = render(<Markdown text={text.slice(0, end)} />);
    unmount();
  }
  const { container } = render(<Markdown text={text} />);
  expect(container.querySelector("input")).toMatchObject({ checked: true, disabled: true });
});
