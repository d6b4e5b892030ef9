import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { expect, test } from "vitest";
import { JsonTree } from "./JsonTree";

const item = (name: string) => screen.getByText(`${name}:`).closest<HTMLElement>("[role=treeitem]") as HTMLElement;

test("the keyboard walks over what is open, and opens and closes it", async () => {
  const user = userEvent.setup();
  const { container } = render(<JsonTree label="Body" value={{ a: { b: { c: 1 } }, d: [true, null] }} />);
  expect((await axe.run(container, { rules: { "color-contrast": { enabled: false } } })).violations).toEqual([]);
  await user.tab();
  await user.keyboard("{ArrowDown}{ArrowDown}");
  expect(document.activeElement).toBe(item("b"));
  expect(item("b").getAttribute("aria-expanded")).toBe("false");
  await user.keyboard("{ArrowRight}");
  within(item("b")).getByText("c:");
  await user.keyboard("{ArrowRight}");
  expect(document.activeElement).toBe(item("c"));
  await user.keyboard("{ArrowLeft}{ArrowLeft}");
  expect(screen.queryByText("c:")).toBeNull();
  await user.keyboard("{ArrowLeft}");
  expect(document.activeElement).toBe(item("a"));
});

test("a megabyte is drawn in pieces, and a long text is cut until it is asked for", async () => {
  const user = userEvent.setup();
  const long = "x".repeat(5_000);
  render(
    <JsonTree
      label="Body"
      value={{ long, list: Array.from({ length: 20_000 }, (_, index) => `entry number ${index}`) }}
    />,
  );
  expect(screen.getAllByRole("treeitem")).toHaveLength(3);
  expect(item("long").textContent?.length).toBeLessThan(500);
  await user.click(screen.getByRole("button", { name: "… show all 5,000 characters" }));
  expect(item("long").textContent).toContain(long);
  item("list").focus();
  await user.keyboard("{ArrowRight}");
  expect(within(item("list")).getAllByRole("treeitem")).toHaveLength(100);
  await user.click(screen.getByRole("button", { name: "Show 100 more of 19,900" }));
  expect(within(item("list")).getAllByRole("treeitem")).toHaveLength(200);
});
