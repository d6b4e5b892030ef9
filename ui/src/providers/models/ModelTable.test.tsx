import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { calendarDay } from "../../format/time";
import { aModel } from "../../test/records";
import { CapabilityTicks } from "./CapabilityTicks";
import { ModelTable } from "./ModelTable";

const DAY = 86_400_000;

test("what a model can do, how much it takes and until when is in its row", () => {
  const known = { capabilities: ["pdf", "tools"], capabilities_source: "litellm@1.109.1", context_length: 128_000 };
  const [past, soon] = [Date.now() - DAY, Date.now() + 9 * DAY];
  const models = [
    aModel({ id: "known", ...known, max_output: 16_384, deprecated_at: soon }),
    aModel({ id: "over", capabilities: [], capabilities_source: "yours", deprecated_at: past }),
    aModel({ id: "unknown" }),
  ];
  render(<ModelTable models={models} onAct={vi.fn()} />);
  const row = (name: RegExp) => screen.getByRole("rowheader", { name }).closest("tr") as HTMLElement;
  const first = within(row(/^known/));
  expect(first.getAllByRole("img").map((mark) => mark.getAttribute("title"))).toEqual([
    `Its vendor withdraws it on ${calendarDay(soon)}`,
    "Tools\nby litellm@1.109.1",
    "PDF\nby litellm@1.109.1",
  ]);
  expect(first.getByText("128 k").getAttribute("title")).toBe("Takes 128,000 tokens\nMakes 16,384 tokens at the most");
  const second = within(row(/^over/));
  second.getByRole("img", { name: `Withdrawn by its vendor on ${calendarDay(past)}` });
  expect(second.getByText("text only").getAttribute("title")).toBe("as you said");
  expect(within(row(/^unknown/)).queryAllByRole("img")).toEqual([]);
  within(row(/^unknown/)).getByTitle("Unknown: nothing is held against it");
});

test("what is known of a model is where the user's own list begins, and can be gone back to", async () => {
  const user = userEvent.setup();
  const model = aModel({ capabilities: ["tools", "vision"], capabilities_source: "vendor" });
  const onChange = vi.fn();
  const { rerender } = render(<CapabilityTicks model={model} value={null} onChange={onChange} />);
  expect(screen.queryAllByRole("checkbox")).toEqual([]);
  const choose = async (name: RegExp) => {
    await user.click(screen.getByRole("combobox", { name: "What it can do" }));
    await user.click(await screen.findByRole("option", { name }));
  };
  await choose(/^As ticked here/);
  expect(onChange).toHaveBeenLastCalledWith(["tools", "vision"]);
  rerender(<CapabilityTicks model={model} value={["tools", "vision"]} onChange={onChange} />);
  await user.click(screen.getByRole("checkbox", { name: "PDF" }));
  expect(onChange).toHaveBeenLastCalledWith(["tools", "vision", "pdf"]);
  await choose(/^As it is known/);
  expect(onChange).toHaveBeenLastCalledWith(null);
});
