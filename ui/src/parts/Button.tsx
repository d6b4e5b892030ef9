import type { ComponentProps } from "react";

const LOOKS = {
  primary: "border-accent-fill bg-accent-fill text-on-accent hover:bg-accent-fill-hover hover:border-accent-fill-hover",
  danger: "border-danger-fill bg-danger-fill text-on-danger hover:bg-danger-fill-hover hover:border-danger-fill-hover",
  plain: "border-line bg-raised text-text hover:bg-active",
  quiet: "border-transparent bg-transparent text-subtle hover:bg-active hover:text-text",
};

export type ButtonLook = keyof typeof LOOKS;

export function buttonClass(look: ButtonLook = "plain"): string {
  return `inline-flex h-7 shrink-0 items-center justify-center gap-1.5 rounded-control border px-2.5 font-medium whitespace-nowrap select-none disabled:opacity-50 disabled:pointer-events-none ${LOOKS[look]}`;
}

export function Button({ look = "plain", className = "", ...rest }: ComponentProps<"button"> & { look?: ButtonLook }) {
  return <button type="button" className={`${buttonClass(look)} ${className}`} {...rest} />;
}

export const ICON_BUTTON =
  "inline-flex size-7 shrink-0 items-center justify-center rounded-control text-subtle hover:bg-active hover:text-text";

/** A square button that shows only a picture; its name is for those who do not see it. */
export function IconButton({ label, className = "", ...rest }: ComponentProps<"button"> & { label: string }) {
  return <button type="button" aria-label={label} title={label} className={`${ICON_BUTTON} ${className}`} {...rest} />;
}
