import { tell } from "../parts/undo";
import { strings } from "../strings";
import type { Problem } from "./body";

const words = strings.playground;

/** Why nothing was sent; goes to the field where it is mended. */
export function complain(problem: Problem) {
  const nothing = problem.field === "turns";
  tell(complaintOf(problem));
  const field = document.querySelector<HTMLElement>(nothing ? "[data-turn]" : "details [aria-invalid=true]");
  field?.closest("details")?.setAttribute("open", "");
  field?.focus();
}

export function complaintOf(problem: Problem): string {
  return problem.field === "turns" ? words.nothing : words.fixFirst(fieldName(problem.field));
}

function fieldName(field: Exclude<Problem["field"], "turns">): string {
  if (field === "tools" || field === "extra") return words[field].label;
  return field === "schema" ? words.format.schema : words.parameters.names[field];
}
